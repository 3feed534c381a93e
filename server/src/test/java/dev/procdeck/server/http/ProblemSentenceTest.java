package dev.procdeck.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.json.JsonMapper;

/// What a terminal is told of a problem.
class ProblemSentenceTest {
    @Test
    void isASentenceAndNotACode() {
        assertThat(said(ApiException.of(HttpStatus.CONFLICT, "user_exists")))
                .isEqualTo("There is an account of this name already.");
        assertThat(
                        said(
                                ApiException.invalid(
                                        FieldProblem.of(
                                                "password",
                                                "password_too_short",
                                                Map.of("min", 8)))))
                .isEqualTo("password: At least 8 characters.");
    }

    private static String said(ApiException e) {
        ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
        messages.setBasename("messages");
        messages.setFallbackToSystemLocale(false);
        return new Problems(messages, JsonMapper.builder().build()).sentence(e, Locale.ENGLISH);
    }
}
