package dev.procdeck.server.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.HttpCookie;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a browser does to the server, without its page: cookies, the CSRF header, JSON over TLS.
public final class Browser {
    static {
        System.setProperty(
                "jdk.httpclient.allowRestrictedHeaders",
                "host,origin,connection,upgrade,content-length");
    }

    private static final HttpClient CLIENT = clients().build();
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MAX_LOST = 3;

    private final int port;
    private final HttpClient client;
    private final Map<String, String> cookies = new LinkedHashMap<>();

    public Browser(int port) {
        this(port, CLIENT);
    }

    private Browser(int port, HttpClient client) {
        this.port = port;
        this.client = client;
    }

    /// One on a machine of another address, such as 127.0.0.2.
    public static Browser at(String address, int port) {
        return new Browser(port, clients().localAddress(InetAddress.ofLiteral(address)).build());
    }

    /// An answer.
    public record Answer(int status, String body, java.net.http.HttpHeaders headers) {
        public JsonNode json() {
            return JSON.readTree(body);
        }

        public String header(String name) {
            return headers.firstValue(name).orElse("");
        }

        public String code() {
            return json().path("code").asString();
        }
    }

    public Answer get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    public Answer post(String path, String body, String... headers) {
        return send("POST", path, body, headers);
    }

    public Answer patch(String path, String body, String... headers) {
        return send("PATCH", path, body, headers);
    }

    public Answer delete(String path, String... headers) {
        return send("DELETE", path, null, headers);
    }

    /// Sends a request as the page would: cookies, JSON, and the CSRF token of its cookie.
    public Answer send(String method, String path, String body, String... headers) {
        return raw(method, path, body, asThePage(method, body != null, headers));
    }

    /// Sends exactly this, with the cookies.
    public Answer raw(String method, String path, String body, String... headers) {
        return publish(
                method,
                path,
                body == null
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(body),
                headers);
    }

    /// Sends a body whose length is not said before it, in chunks.
    public Answer postChunked(String path, byte[] body, String... headers) {
        return publish(
                "POST",
                path,
                HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)),
                asThePage("POST", true, headers));
    }

    /// These headers and those that the page adds of itself.
    private String[] asThePage(String method, boolean hasBody, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        String token = cookies.get("__Host-XSRF-TOKEN");
        if (token != null && !method.equals("GET") && !all.contains("X-XSRF-TOKEN")) {
            all.addAll(List.of("X-XSRF-TOKEN", token));
        }
        if (hasBody && !all.contains("Content-Type")) {
            all.addAll(List.of("Content-Type", "application/json"));
        }
        return all.toArray(String[]::new);
    }

    private Answer publish(
            String method, String path, HttpRequest.BodyPublisher body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + path))
                        .timeout(Duration.ofSeconds(90))
                        .method(method, body);
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        if (!cookies.isEmpty()) {
            request.setHeader(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        try {
            HttpResponse<String> response = send(request.build());
            response.headers().allValues("Set-Cookie").forEach(this::keep);
            return new Answer(response.statusCode(), response.body(), response.headers());
        } catch (IOException e) {
            throw new AssertionError(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /// Who is refused before the body has come is told so, and the connection closed. The JDK
    /// writes a body after the head, finds the connection closed, and forgets the answer: it is
    /// asked for again. What was not read whole was not done.
    private HttpResponse<String> send(HttpRequest request)
            throws IOException, InterruptedException {
        for (int lost = 0; ; lost++) {
            try {
                return client.send(request, HttpResponse.BodyHandlers.ofString());
            } catch (IOException e) {
                if (lost == MAX_LOST || !couldNotWrite(e)) {
                    throw e;
                }
            }
        }
    }

    private static boolean couldNotWrite(Throwable e) {
        return "Broken pipe".equals(e.getMessage())
                || e.getCause() != null && couldNotWrite(e.getCause());
    }

    public String cookie(String name) {
        return cookies.get(name);
    }

    public void setCookie(String name, String value) {
        cookies.put(name, value);
    }

    public void dropCookie(String name) {
        cookies.remove(name);
    }

    private void keep(String header) {
        for (HttpCookie cookie : HttpCookie.parse(header)) {
            if (cookie.getMaxAge() == 0 || cookie.getValue().isEmpty()) {
                cookies.remove(cookie.getName());
            } else {
                cookies.put(cookie.getName(), cookie.getValue());
            }
        }
    }

    /// For clients of their own in tests.
    public static X509ExtendedTrustManager trustsAll() {
        return new TrustsAll();
    }

    private static HttpClient.Builder clients() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustsAll()}, null);
            return HttpClient.newBuilder().sslContext(context);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /// The certificate is the server's own; its contents have their own test.
    private static final class TrustsAll extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
