package dev.procdeck.e2e.support;

import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A browser's side of the API, with its own cookies; takes the program's own certificate.
public final class ApiClient {
    private static final JsonMapper JSON = new JsonMapper();

    private final CookieManager cookies = new CookieManager();
    private final HttpClient http;
    private final String origin;

    ApiClient(int port) {
        this("https://127.0.0.1:" + port, "127.0.0.1");
    }

    private ApiClient(String origin, String ownAddress) {
        this.origin = origin;
        this.http =
                HttpClient.newBuilder()
                        .cookieHandler(cookies)
                        .sslContext(trustingAnything())
                        .version(HttpClient.Version.HTTP_1_1)
                        .localAddress(InetAddress.ofLiteral(ownAddress))
                        .connectTimeout(Duration.ofSeconds(5))
                        .build();
    }

    /// A client, at an address of its own, of a reverse proxy that shows the program below a path.
    public static ApiClient behindProxy(int port, String prefix, String ownAddress) {
        return new ApiClient("https://127.0.0.1:" + port + prefix, ownAddress);
    }

    /// Status and body of an answer; the body is null when it is not JSON.
    public record Answer(int status, String type, JsonNode body, String text) {
        /// The body of an answer that must be a success.
        public JsonNode ok() {
            if (status / 100 != 2) {
                throw new AssertionError("answered " + status + ": " + text);
            }
            return body;
        }

        /// The items of a list.
        public List<JsonNode> items() {
            return ok().get("items").valueStream().toList();
        }
    }

    /// True when the server answers at all.
    boolean answers() {
        try {
            return send(request("/session").GET()).statusCode() < 500;
        } catch (IOException e) {
            return false;
        }
    }

    public ApiClient signIn(String userName, String password) {
        Answer answer = post("/session", Map.of("userName", userName, "password", password));
        if (answer.status() / 100 != 2) {
            throw new AssertionError("sign-in answered " + answer);
        }
        return this;
    }

    public Answer get(String path) {
        return answer(request(path).GET());
    }

    /// The lines of a stream as they come; closing it ends the stream.
    public Stream<String> stream(String path) throws IOException {
        try {
            return http.send(request(path).GET().build(), BodyHandlers.ofLines()).body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /// A file of the page.
    public Answer getPage(String path) {
        return answer(HttpRequest.newBuilder(URI.create(origin + path)).GET());
    }

    /// Posts JSON with the CSRF token, as the page does.
    public Answer post(String path, Map<String, ?> body) {
        return postText(path, "application/json", JSON.writeValueAsString(body));
    }

    /// The same with further headers, by name and value.
    public Answer post(String path, Map<String, ?> body, String... headers) {
        return answer(
                request(path)
                        .headers(headers)
                        .header("Content-Type", "application/json")
                        .header("X-XSRF-TOKEN", csrfToken())
                        .POST(BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    /// Posts any text as any type, with the CSRF token.
    public Answer postText(String path, String contentType, String body) {
        return answer(
                request(path)
                        .header("Content-Type", contentType)
                        .header("X-XSRF-TOKEN", csrfToken())
                        .POST(BodyPublishers.ofString(body)));
    }

    private String csrfToken() {
        get("/session");
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals("__Host-XSRF-TOKEN"))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no CSRF cookie was set"));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(origin + "/api/v1" + path))
                .timeout(Duration.ofSeconds(30));
    }

    private Answer answer(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = send(request);
            String type = response.headers().firstValue("Content-Type").orElse("");
            return new Answer(
                    response.statusCode(),
                    type,
                    type.contains("json") ? JSON.readTree(response.body()) : JSON.nullNode(),
                    response.body());
        } catch (IOException e) {
            throw new AssertionError("no answer from the server", e);
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private static SSLContext trustingAnything() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustingAnything()}, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static final class TrustingAnything extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(
                X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkServerTrusted(
                X509Certificate[] chain, String type, java.net.Socket socket) {}

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
