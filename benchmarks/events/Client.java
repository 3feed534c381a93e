import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// A viewer without a browser: signs in, reads the stream of events as a page does, starts
/// processes and notes when the stream tells of them. `java Client.java URL USER PASSWORD COUNT`.
public final class Client {
    private static final Pattern ROW = Pattern.compile("\\{\"id\":[^{}]*}");
    private static final Pattern NUMBER = Pattern.compile("bench-(\\d+)\\b");

    private Client() {}

    public static void main(String[] arguments) throws Exception {
        System.setProperty("jdk.internal.httpclient.disableHostnameVerification", "true");
        URI base = URI.create(arguments[0]);
        int count = Integer.parseInt(arguments[3]);
        HttpClient client =
                HttpClient.newBuilder()
                        .cookieHandler(new CookieManager())
                        .sslContext(trustingAnyone())
                        .version(HttpClient.Version.HTTP_1_1)
                        .build();
        signIn(client, base, arguments[1], arguments[2]);
        Seen seen = new Seen();
        Thread reader = Thread.ofPlatform().daemon().start(() -> read(client, base, seen));
        seen.awaitOpen();
        long[] starts = new long[count];
        long[] ends = new long[count];
        for (int i = 0; i < count; i++) {
            Instant before = Instant.now();
            Process process =
                    new ProcessBuilder("/bin/true", "bench-" + i).redirectErrorStream(true).start();
            process.waitFor();
            starts[i] = nanos(before);
            ends[i] = nanos(Instant.now());
            TimeUnit.MILLISECONDS.sleep(7 + i % 13);
        }
        TimeUnit.SECONDS.sleep(2);
        reader.interrupt();
        report(seen, starts, ends);
    }

    /// What the stream told of each process: when it first named its line, and when its end came.
    private static final class Seen {
        final Map<Integer, Long> begun = new HashMap<>();
        final Map<Integer, Long> ended = new HashMap<>();
        final Map<Long, Integer> ids = new HashMap<>();
        private boolean open;

        synchronized void opened() {
            open = true;
            notifyAll();
        }

        synchronized void awaitOpen() throws InterruptedException {
            while (!open) {
                wait();
            }
        }

        synchronized void take(String data, long now) {
            Matcher rows = ROW.matcher(data);
            while (rows.find()) {
                String row = rows.group();
                long id = Long.parseLong(row.substring(6, row.indexOf(',')));
                Matcher line = NUMBER.matcher(row);
                if (line.find()) {
                    ids.put(id, Integer.parseInt(line.group(1)));
                }
                Integer number = ids.get(id);
                if (number != null) {
                    begun.putIfAbsent(number, now);
                    if (row.contains("\"endTime\":\"")) {
                        ended.putIfAbsent(number, now);
                    }
                }
            }
        }
    }

    private static void read(HttpClient client, URI base, Seen seen) {
        try {
            HttpResponse<InputStream> stream =
                    client.send(
                            HttpRequest.newBuilder(base.resolve("/api/v1/stream?topics=events"))
                                    .header("Accept", "text/event-stream")
                                    .build(),
                            HttpResponse.BodyHandlers.ofInputStream());
            BufferedReader lines =
                    new BufferedReader(
                            new InputStreamReader(stream.body(), StandardCharsets.UTF_8));
            String event = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("event: ")) {
                    event = line.substring("event: ".length());
                } else if (line.startsWith("data: ") && event.equals("events")) {
                    seen.take(line, nanos(Instant.now()));
                    seen.opened();
                }
            }
        } catch (IOException | InterruptedException e) {
            seen.opened();
        }
    }

    private static long nanos(Instant time) {
        return time.getEpochSecond() * 1_000_000_000L + time.getNano();
    }

    private static void report(Seen seen, long[] starts, long[] ends) {
        List<Long> begins = new ArrayList<>();
        List<Long> finishes = new ArrayList<>();
        synchronized (seen) {
            seen.begun.forEach((i, at) -> begins.add(at - starts[i]));
            seen.ended.forEach((i, at) -> finishes.add(at - ends[i]));
        }
        System.out.println("start to browser               " + quantiles(begins));
        System.out.println("end to browser                 " + quantiles(finishes));
        System.out.printf(
                "seen with their command line   %d of %d, %.1f %%%n",
                begins.size(), starts.length, 100.0 * begins.size() / starts.length);
    }

    private static String quantiles(List<Long> nanos) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        if (sorted.length == 0) {
            return "none";
        }
        return "p50 %.1f ms, p95 %.1f ms, p99 %.1f ms, most %.1f ms"
                .formatted(
                        at(sorted, 0.5), at(sorted, 0.95), at(sorted, 0.99), at(sorted, 1.0));
    }

    private static double at(long[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1, Math.floor(share * sorted.length))] / 1e6;
    }

    private static void signIn(HttpClient client, URI base, String user, String password)
            throws IOException, InterruptedException {
        HttpResponse<String> session =
                client.send(
                        HttpRequest.newBuilder(base.resolve("/api/v1/session")).build(),
                        HttpResponse.BodyHandlers.ofString());
        String token =
                session.headers().allValues("set-cookie").stream()
                        .filter(cookie -> cookie.startsWith("__Host-XSRF-TOKEN="))
                        .map(cookie -> cookie.split("[=;]")[1])
                        .findFirst()
                        .orElse("");
        HttpResponse<String> signedIn =
                client.send(
                        HttpRequest.newBuilder(base.resolve("/api/v1/session"))
                                .header("X-XSRF-TOKEN", token)
                                .header("Content-Type", "application/json")
                                .POST(
                                        HttpRequest.BodyPublishers.ofString(
                                                "{\"userName\":\"%s\",\"password\":\"%s\"}"
                                                        .formatted(user, password)))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        if (signedIn.statusCode() != 200) {
            throw new IOException("sign-in: " + signedIn.statusCode());
        }
    }

    /// The program's certificate is its own; this talks to loopback only.
    private static SSLContext trustingAnyone() throws Exception {
        TrustManager anyone =
                new X509TrustManager() {
                    @Override
                    public void checkClientTrusted(X509Certificate[] chain, String type) {}

                    @Override
                    public void checkServerTrusted(X509Certificate[] chain, String type) {}

                    @Override
                    public X509Certificate[] getAcceptedIssuers() {
                        return new X509Certificate[0];
                    }
                };
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {anyone}, new SecureRandom());
        return context;
    }
}
