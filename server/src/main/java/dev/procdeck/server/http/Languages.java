package dev.procdeck.server.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import org.springframework.security.web.firewall.RequestRejectedException;

/// The two languages of the product, and which of them a request asks for.
public final class Languages {
    static final List<Locale> SUPPORTED = List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE);

    private Languages() {}

    /// Simplified Chinese for any Chinese, English for everything else; the first of the two that
    /// `Accept-Language` names.
    public static Locale of(HttpServletRequest request) {
        try {
            String header = request.getHeader("Accept-Language");
            if (header == null || header.isBlank() || header.length() > 1_000) {
                return Locale.ENGLISH;
            }
            for (Locale.LanguageRange range : Locale.LanguageRange.parse(header)) {
                String wanted = range.getRange();
                if (range.getWeight() > 0 && (wanted.equals("zh") || wanted.startsWith("zh-"))) {
                    return Locale.SIMPLIFIED_CHINESE;
                }
                if (range.getWeight() > 0 && (wanted.equals("en") || wanted.startsWith("en-"))) {
                    return Locale.ENGLISH;
                }
            }
        } catch (IllegalArgumentException | RequestRejectedException e) {
            // A header that is no language list asks for nothing; the firewall lets nobody read one
            // with characters that belong in none, and problems are told to their senders too.
        }
        return Locale.ENGLISH;
    }
}
