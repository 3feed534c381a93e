package dev.procdeck.server.http;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// Answers requests that were so broken that no servlet saw them: a problem document without
/// details.
final class BareErrorHandler extends ErrorHandler {
    private final Hsts hsts;

    BareErrorHandler(Hsts hsts) {
        this.hsts = hsts;
    }

    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int reported,
            @Nullable String message,
            @Nullable Throwable cause,
            Callback callback) {
        // A version or method that nobody speaks is the client's mistake, whatever HTTP calls it.
        int code = reported == 501 || reported == 505 ? 400 : reported;
        response.setStatus(code);
        // Jetty may close the connection after such a request; the client must know before it sends
        // another.
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        SecurityHeaders.ALL.forEach(
                header -> response.getHeaders().put(header.getKey(), header.getValue()));
        if (hsts.appliesTo(request)) {
            response.getHeaders().put(Hsts.NAME, Hsts.VALUE);
        }
        String id = RequestId.next();
        response.getHeaders().put("X-Request-Id", id);
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problems.MEDIA_TYPE);
        String word = code >= 500 ? "internal_error" : "malformed_request";
        String category = code >= 500 ? "internal" : "user";
        String title = code >= 500 ? "Something went wrong" : "This is not a proper request";
        String body =
                "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s.\",\"code\":\"%s\",\"category\":\"%s\",\"requestId\":\"%s\"}"
                        .formatted(title, code, title, word, category, id);
        Content.Sink.write(response, true, body, callback);
    }
}
