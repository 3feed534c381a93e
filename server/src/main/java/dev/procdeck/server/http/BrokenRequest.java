package dev.procdeck.server.http;

import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import org.eclipse.jetty.http.HttpException;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.firewall.RequestRejectedException;

/// A request that Jetty finds broken only when somebody reads on: a query that is no UTF-8, a body
/// that is cut off, a character set that nobody has.
final class BrokenRequest {
    private BrokenRequest() {}

    /// Whether the exception says that the request, not the server, is at fault.
    static boolean isCauseOf(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpException http && http.getCode() < 500) {
                return true;
            }
            if (cause instanceof UnsupportedCharsetException
                    || cause instanceof IllegalCharsetNameException
                    || cause instanceof RequestRejectedException) {
                return true;
            }
        }
        return false;
    }

    static ApiException problem() {
        return ApiException.of(HttpStatus.BAD_REQUEST, "malformed_request");
    }
}
