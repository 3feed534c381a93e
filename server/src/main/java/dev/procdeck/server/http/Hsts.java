package dev.procdeck.server.http;

import dev.procdeck.server.tls.CertificateHolder;
import java.util.Locale;
import org.eclipse.jetty.server.Request;
import org.springframework.stereotype.Component;

/// Whether a browser may be told to insist on a good certificate for a year: only under a real
/// name, and only when the certificate is not one we have signed ourselves, else nobody could get
/// past its warning any more (B6). Thread-safe.
@Component
class Hsts {
    static final String NAME = "Strict-Transport-Security";
    static final String VALUE = "max-age=31536000";

    private final CertificateHolder certificates;

    Hsts(CertificateHolder certificates) {
        this.certificates = certificates;
    }

    boolean appliesTo(Request request) {
        return !certificates.current().isSelfSigned() && isRealName(Request.getServerName(request));
    }

    static boolean isRealName(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.contains(".")
                && !name.contains(":")
                && !name.matches("[0-9.]+")
                && !name.endsWith(".localhost")
                && !name.endsWith(".local");
    }
}
