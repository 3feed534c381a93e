package dev.procdeck.server.users;

import dev.procdeck.server.http.FieldProblem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/// What a new password must be: long enough and not one of those that everybody tries first.
/// Nothing about its characters (A6). Thread-safe.
@Component
public class PasswordRules {
    private static final int MIN_LENGTH = 8;
    private static final int MAX_LENGTH = 1_024;

    private final Set<String> common;

    public PasswordRules() {
        try (InputStream list = PasswordRules.class.getResourceAsStream("common-passwords.txt")) {
            if (list == null) {
                throw new IllegalStateException("the list of common passwords is missing");
            }
            common =
                    new BufferedReader(new InputStreamReader(list, StandardCharsets.UTF_8))
                            .lines()
                            .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What is wrong with a new password for this account, if anything.
    public Optional<FieldProblem> check(String field, String password, String userName) {
        int length = password.codePointCount(0, password.length());
        if (length < MIN_LENGTH) {
            return Optional.of(
                    FieldProblem.of(field, "password_too_short", Map.of("min", MIN_LENGTH)));
        }
        if (length > MAX_LENGTH) {
            return Optional.of(FieldProblem.of(field, "too_long", Map.of("max", MAX_LENGTH)));
        }
        String lower = password.toLowerCase(Locale.ROOT);
        if (common.contains(lower) || lower.equals(userName.toLowerCase(Locale.ROOT))) {
            return Optional.of(FieldProblem.of(field, "password_common"));
        }
        return Optional.empty();
    }

    /// The form that is hashed: the same password typed on two systems may differ in how its
    /// letters are composed.
    static String normalize(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFC);
    }
}
