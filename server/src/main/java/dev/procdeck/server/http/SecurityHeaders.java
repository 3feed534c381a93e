package dev.procdeck.server.http;

import java.util.List;
import java.util.Map;

/// The headers that every answer carries, whoever writes it (B5, B6).
public final class SecurityHeaders {
    /// No inline script or style, no other origin, no framing, and DOM sinks only through trusted
    /// types.
    static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
                    + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'";

    /// Name and value, in the order they are sent.
    public static final List<Map.Entry<String, String>> ALL =
            List.of(
                    Map.entry("Content-Security-Policy", CONTENT_SECURITY_POLICY),
                    Map.entry("X-Content-Type-Options", "nosniff"),
                    Map.entry("Referrer-Policy", "no-referrer"),
                    Map.entry("Cross-Origin-Opener-Policy", "same-origin"),
                    Map.entry("Cross-Origin-Resource-Policy", "same-origin"),
                    Map.entry("X-Frame-Options", "DENY"),
                    Map.entry(
                            "Permissions-Policy",
                            "accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), "
                                    + "microphone=(), payment=(), usb=()"));

    private SecurityHeaders() {}
}
