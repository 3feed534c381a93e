package dev.procdeck.server.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;

/// Whether an answer goes out before the request's body was read. Jetty then closes the connection,
/// and a client that is not told sends its next request into the void.
final class UnreadBody {
    private UnreadBody() {}

    static boolean isIn(HttpServletRequest request) throws IOException {
        return hasBody(request) && !request.getInputStream().isFinished();
    }

    /// Whether the request carries a body at all.
    static boolean hasBody(HttpServletRequest request) {
        return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
    }
}
