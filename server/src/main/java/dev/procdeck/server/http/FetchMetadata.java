package dev.procdeck.server.http;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Whether a request to the API comes from our own page, as far as the browser says. Programs send
/// neither header and pass.
final class FetchMetadata {
    private FetchMetadata() {}

    /// False when the browser says that another site asks, or that the origin is not the one the
    /// request is for.
    static boolean isOurs(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            return false;
        }
        String origin = request.getHeader("Origin");
        return origin == null || isSameOrigin(origin, request.getHeader("Host"));
    }

    private static boolean isSameOrigin(String origin, @Nullable String host) {
        if (host == null) {
            return false;
        }
        try {
            URI uri = URI.create(origin);
            String authority = uri.getRawAuthority();
            return "https".equalsIgnoreCase(uri.getScheme())
                    && authority != null
                    && withPort(authority).equals(withPort(host));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String withPort(String authority) {
        String lower = authority.toLowerCase(Locale.ROOT);
        return lower.matches(".*:[0-9]+") ? lower : lower + ":443";
    }
}
