package dev.procdeck.server.security;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.springframework.http.ResponseCookie;

/// The cookie that carries a session's token: `__Host-` prefixed, out of scripts' reach, never sent
/// by other sites (A8).
public final class SessionCookie {
    /// Its name.
    public static final String NAME = "__Host-session";

    private SessionCookie() {}

    /// The token that a request carries.
    public static Optional<String> read(HttpServletRequest request) {
        return read(request, NAME);
    }

    /// The value of another cookie of the same kind.
    public static Optional<String> read(HttpServletRequest request, String name) {
        Cookie[] cookies = request.getCookies();
        if (cookies == null) {
            return Optional.empty();
        }
        for (Cookie cookie : cookies) {
            if (cookie.getName().equals(name)) {
                return Optional.of(cookie.getValue());
            }
        }
        return Optional.empty();
    }

    /// Sends the token; it lives as long as the browser's own session.
    public static void write(HttpServletResponse response, String token) {
        write(response, NAME, token, -1);
    }

    /// Removes it.
    public static void clear(HttpServletResponse response) {
        write(response, NAME, "", 0);
    }

    /// Sends another cookie of the same kind.
    public static void write(
            HttpServletResponse response, String name, String value, long maxAgeSeconds) {
        response.addHeader(
                "Set-Cookie",
                ResponseCookie.from(name, value)
                        .path("/")
                        .secure(true)
                        .httpOnly(true)
                        .sameSite("Strict")
                        .maxAge(maxAgeSeconds)
                        .build()
                        .toString());
    }
}
