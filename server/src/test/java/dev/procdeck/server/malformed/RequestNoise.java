package dev.procdeck.server.malformed;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;

/// Makes the bytes of wrong requests out of those of the routes. The same seed makes the same ones.
final class RequestNoise {
    private static final Path ROUTES =
            Path.of("src/test/resources/dev/procdeck/server/security/routes.txt");

    /// A route of the table.
    private record Route(String method, String path, String body) {}

    private final Random random;
    private final List<Route> routes;
    private final String cookies;
    private final String token;
    private final int port;

    RequestNoise(long seed, int port, String session, String token) {
        this.random = new Random(seed);
        this.port = port;
        this.token = token;
        this.cookies = "__Host-session=" + session + "; __Host-XSRF-TOKEN=" + token;
        this.routes = routes();
    }

    private static List<Route> routes() {
        try {
            return Files.readAllLines(ROUTES).stream()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .map(line -> {
                        String[] words = line.split("\\s+", 3);
                        int brace = line.indexOf(" {");
                        return new Route(
                                words[0], words[1], brace < 0 ? "" : line.substring(brace + 1));
                    })
                    // Signing out would end the session that the others need; signing in, the setup
                    // code and passwords are throttled, with tests of their own.
                    .filter(route ->
                            !route.path().startsWith("/api/v1/session")
                                    && !route.path().contains("password"))
                    .filter(route ->
                            !(route.method().equals("DELETE") && route.path().contains("sessions")))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The next request, complete or not; the client closes its side after it.
    byte[] next() {
        Route route = one(routes);
        byte[] body = body(route);
        StringBuilder head = new StringBuilder();
        head.append(method(route)).append(' ').append(target(route)).append(' ').append(version());
        head.append("\r\n");
        headers(head, body.length);
        head.append("\r\n");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(body);
        byte[] request = bytes.toByteArray();
        return chance(4) ? damaged(request) : request;
    }

    private String method(Route route) {
        return chance(12)
                ? one(
                        List.of(
                                "GET",
                                "HEAD",
                                "POST",
                                "PUT",
                                "PATCH",
                                "DELETE",
                                "OPTIONS",
                                "TRACE",
                                "CONNECT",
                                "PRI",
                                "get",
                                "A".repeat(200),
                                "",
                                "G\u0000T"))
                : route.method();
    }

    private String target(Route route) {
        StringBuilder target = new StringBuilder();
        for (String part : route.path().substring(1).split("/", -1)) {
            target.append('/').append(part.startsWith("{") || chance(20) ? value() : part);
        }
        if (chance(2)) {
            target.append('?');
            for (int i = random.nextInt(4); i >= 0; i--) {
                target.append(chance(5) ? value() : one(NoiseWords.PARAMETERS))
                        .append('=')
                        .append(value());
                target.append(one(List.of("&", "&&", ";", "", "?", "#")));
            }
        }
        return switch (random.nextInt(40)) {
            case 0 -> "https://127.0.0.1:" + port + target;
            case 1 -> "*";
            case 2 -> target.substring(1);
            case 3 -> "//" + target;
            case 4 -> target + ";jsessionid=1";
            case 5 -> target.toString().replace("/api", "/%61pi");
            case 6 -> "/../.." + target;
            default -> target.toString();
        };
    }

    private String version() {
        return chance(30)
                ? one(
                        List.of(
                                "HTTP/1.0",
                                "HTTP/2.0",
                                "HTTP/0.9",
                                "HTTP/1.1 x",
                                "",
                                "http/1.1",
                                "HTTP/11"))
                : "HTTP/1.1";
    }

    private void headers(StringBuilder head, int length) {
        if (!chance(25)) {
            line(
                    head,
                    "Host",
                    chance(25)
                            ? one(
                                    List.of(
                                            "",
                                            "evil.test",
                                            "a b",
                                            "127.0.0.1:x",
                                            "[::1",
                                            "127.0.0.1:99999"))
                            : "127.0.0.1:" + port);
        }
        if (!chance(10)) {
            line(
                    head,
                    "Cookie",
                    chance(15)
                            ? one(
                                    List.of(
                                            "__Host-session=",
                                            "=;=;",
                                            "a\u0001b=c",
                                            "x=\"",
                                            "\u00e9=1"))
                            : cookies);
        }
        if (!chance(15)) {
            line(head, "X-XSRF-TOKEN", token);
        }
        line(head, "Content-Type", chance(6) ? one(NoiseWords.TYPES) : "application/json");
        if (chance(5)) {
            line(
                    head,
                    one(
                            List.of(
                                    "Accept",
                                    "Accept-Language",
                                    "Accept-Encoding",
                                    "Idempotency-Key",
                                    "Last-Event-ID",
                                    "Origin",
                                    "Sec-Fetch-Site",
                                    "X-Forwarded-For",
                                    "X-HTTP-Method-Override",
                                    "Range",
                                    "If-Modified-Since",
                                    "Expect",
                                    "Upgrade",
                                    "Connection",
                                    "Content-Encoding",
                                    "Authorization",
                                    "Referer",
                                    "Sec-WebSocket-Key")),
                    value());
        }
        switch (random.nextInt(30)) {
            case 0 ->
                    line(
                            head,
                            "Content-Length",
                            one(
                                    List.of(
                                            "-1",
                                            "x",
                                            "",
                                            "0x10",
                                            "99999999999999999999",
                                            "+5",
                                            "1, 2")));
            case 1 -> line(head, "Content-Length", Integer.toString(length / 2));
            case 2 -> line(head, "Content-Length", Integer.toString(length + 50));
            case 3 -> {
                line(head, "Content-Length", Integer.toString(length));
                line(head, "Transfer-Encoding", "chunked");
            }
            case 4 ->
                    line(
                            head,
                            "Transfer-Encoding",
                            one(
                                    List.of(
                                            "chunked",
                                            "xchunked",
                                            "gzip, chunked",
                                            "chunked, chunked",
                                            " chunked",
                                            "identity")));
            case 5 -> {
                line(head, "Content-Length", Integer.toString(length));
                line(head, "Content-Length", Integer.toString(length + 1));
            }
            default -> line(head, "Content-Length", Integer.toString(length));
        }
        switch (random.nextInt(40)) {
            case 0 -> {
                for (int i = 0; i < 300; i++) {
                    line(head, "X-" + i, "y");
                }
            }
            case 1 -> line(head, "X-Long", "z".repeat(20_000));
            case 2 -> head.append("No colon here\r\n");
            case 3 -> head.append("Folded: a\r\n b\r\n");
            case 4 -> head.append("Bad Name: x\r\n: empty\r\n");
            case 5 -> head.append("Nul: a\u0000b\r\n");
            case 6 -> head.append("Bare: a\nX: b\r\n");
            default -> {}
        }
    }

    private static void line(StringBuilder head, String name, String value) {
        head.append(name).append(": ").append(value).append("\r\n");
    }

    private byte[] body(Route route) {
        String good = route.body().isEmpty() ? "{}" : route.body();
        return switch (random.nextInt(16)) {
            case 0 -> new byte[0];
            case 1 ->
                    ("{\"" + value() + "\":")
                            .repeat(1 + random.nextInt(1500))
                            .getBytes(StandardCharsets.UTF_8);
            case 2 -> "[".repeat(random.nextInt(20_000)).getBytes(StandardCharsets.US_ASCII);
            case 3 -> noise(random.nextInt(400));
            case 4 ->
                    ("{\"a\":\"" + "x".repeat(70_000) + "\"}").getBytes(StandardCharsets.US_ASCII);
            case 5 -> good.getBytes(StandardCharsets.UTF_16);
            case 6 ->
                    good.replace("}", ",\"role\":\"admin\",\"admin\":true}")
                            .getBytes(StandardCharsets.UTF_8);
            case 7 -> with(good, ":\"[^\"]*\"", one(NoiseWords.WRONG_FOR_TEXT));
            case 8 -> with(good, ":[0-9]+", one(NoiseWords.WRONG_FOR_NUMBERS));
            case 9 -> with(good, ":\"[^\"]*\"", "\"" + value() + "\"");
            case 10 ->
                    (Integer.toHexString(good.length())
                                    + "\r\n"
                                    + good
                                    + "\r\n"
                                    + one(
                                            List.of(
                                                    "0\r\n\r\n",
                                                    "zz\r\n",
                                                    "ffffffff\r\n",
                                                    "-1\r\n",
                                                    "0\r\nX: y\r\n\r\n",
                                                    "")))
                            .getBytes(StandardCharsets.UTF_8);
            case 11 -> damaged(good.getBytes(StandardCharsets.UTF_8));
            case 12 ->
                    one(List.of(
                                    "null",
                                    "1",
                                    "\"x\"",
                                    "true",
                                    "[{}]",
                                    "{} {}",
                                    "\ufeff{}",
                                    "//x\n{}",
                                    "{a:1}",
                                    "{'a':1}",
                                    "NaN"))
                            .getBytes(StandardCharsets.UTF_8);
            default -> good.getBytes(StandardCharsets.UTF_8);
        };
    }

    /// Every value of this form replaced by another.
    private static byte[] with(String body, String form, String value) {
        return body.replaceAll(form, Matcher.quoteReplacement(":" + value))
                .getBytes(StandardCharsets.UTF_8);
    }

    private byte[] damaged(byte[] good) {
        if (good.length == 0) {
            return good;
        }
        byte[] bytes = good.clone();
        for (int i = random.nextInt(6); i >= 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return chance(3) ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }

    private byte[] noise(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private String value() {
        return one(NoiseWords.VALUES);
    }

    private <T> T one(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /// True once in so many times.
    private boolean chance(int in) {
        return random.nextInt(in) == 0;
    }
}
