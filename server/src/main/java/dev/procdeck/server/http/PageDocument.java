package dev.procdeck.server.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/// The one HTML document. It names its files relative to itself, so that it works below any path
/// prefix; for an address of more than one segment the way to them is made longer. Immutable.
@Component
public class PageDocument {
    static final String MEDIA_TYPE = "text/html";

    private static final String NEXT_TO_IT = "=\"./";

    private final @Nullable String text;

    PageDocument() throws IOException {
        ClassPathResource document = new ClassPathResource("static/index.html");
        text = document.exists() ? document.getContentAsString(StandardCharsets.UTF_8) : null;
    }

    /// The document as it is answered at this address; null in a build without the page.
    byte @Nullable [] at(HttpServletRequest request) {
        if (text == null) {
            return null;
        }
        long depth = request.getRequestURI().chars().filter(c -> c == '/').count() - 1;
        return text.replace(NEXT_TO_IT, NEXT_TO_IT + "../".repeat((int) depth))
                .getBytes(StandardCharsets.UTF_8);
    }

    /// Answers a person who opened an address at which there is nothing: the page says so in words.
    /// False, and nothing is written, when it is not a person or there is no page.
    public boolean writeNotFound(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        byte[] document = PagePaths.isLost(request) ? at(request) : null;
        if (document == null) {
            return false;
        }
        response.setStatus(HttpStatus.NOT_FOUND.value());
        response.setContentType(MEDIA_TYPE);
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(document.length);
        response.getOutputStream().write(document);
        return true;
    }
}
