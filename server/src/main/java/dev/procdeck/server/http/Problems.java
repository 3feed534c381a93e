package dev.procdeck.server.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Writes problem documents in the language of the request. Thread-safe.
@Component
public class Problems {
    static final String MEDIA_TYPE = "application/problem+json";

    private final MessageSource messages;
    private final JsonMapper json;

    public Problems(MessageSource messages, JsonMapper json) {
        this.messages = messages;
        this.json = json;
    }

    /// The document for this exception.
    public Problem of(ApiException e, HttpServletRequest request) {
        Locale locale = Languages.of(request);
        List<FieldProblem> errors =
                e.errors().stream().map(error -> withMessage(error, locale)).toList();
        return new Problem(
                "about:blank",
                text(
                        "problem." + e.code() + ".title",
                        "category." + e.category().word() + ".title",
                        Map.of(),
                        locale),
                e.status().value(),
                detail(e, locale),
                request.getRequestURI(),
                e.code(),
                e.category(),
                RequestId.of(request),
                e.parameters(),
                errors,
                e.operationId());
    }

    /// The same for a terminal: what is wrong, in a sentence.
    public String sentence(ApiException e, Locale locale) {
        if (e.errors().isEmpty()) {
            return detail(e, locale);
        }
        FieldProblem first = withMessage(e.errors().getFirst(), locale);
        return first.field() + ": " + first.message();
    }

    /// Answers a request from a filter, where no controller advice reaches.
    public void write(HttpServletRequest request, HttpServletResponse response, ApiException e)
            throws IOException {
        if (response.isCommitted()) {
            return;
        }
        response.setStatus(e.status().value());
        if (e.retryAfter() != null) {
            response.setHeader(
                    "Retry-After", Long.toString(ApiException.secondsUp(e.retryAfter())));
        }
        if (UnreadBody.isIn(request)) {
            response.setHeader("Connection", "close");
        }
        response.setContentType(MEDIA_TYPE);
        response.setHeader("Cache-Control", "no-store");
        byte[] body = json.writeValueAsBytes(of(e, request));
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    /// Answers with a status that carries no more than its own meaning.
    public void write(HttpServletRequest request, HttpServletResponse response, HttpStatus status)
            throws IOException {
        write(request, response, ApiException.of(status, codeOf(status)));
    }

    /// The code of a plain status: `not_found` for 404, and so on.
    static String codeOf(HttpStatus status) {
        return switch (status) {
            case UNAUTHORIZED -> "sign_in_required";
            case INTERNAL_SERVER_ERROR -> "internal_error";
            default -> status.name().toLowerCase(Locale.ROOT);
        };
    }

    private String detail(ApiException e, Locale locale) {
        return text(
                "problem." + e.code() + ".detail",
                "category." + e.category().word() + ".detail",
                e.parameters(),
                locale);
    }

    private FieldProblem withMessage(FieldProblem error, Locale locale) {
        return new FieldProblem(
                error.field(),
                error.code(),
                error.parameters(),
                text("field." + error.code(), "field.invalid", error.parameters(), locale));
    }

    private String text(
            String key, String otherwise, Map<String, Object> parameters, Locale locale) {
        String fallback = messages.getMessage(otherwise, null, otherwise, locale);
        String template = messages.getMessage(key, null, fallback, locale);
        String text = template == null ? key : template;
        for (Map.Entry<String, Object> parameter : parameters.entrySet()) {
            text =
                    text.replace(
                            "{" + parameter.getKey() + "}", String.valueOf(parameter.getValue()));
        }
        return text;
    }
}
