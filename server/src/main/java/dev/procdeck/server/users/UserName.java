package dev.procdeck.server.users;

import dev.procdeck.server.http.FieldProblem;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The rules of account names: letters and digits of any script, and `. _ - @` inside. Pure
/// functions.
final class UserName {
    private static final int MAX_LENGTH = 64;
    private static final Pattern FORM =
            Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}\\p{Mn}\\p{Mc}._@-]*");

    private UserName() {}

    static Optional<FieldProblem> check(String name) {
        if (name.isEmpty()) {
            return Optional.of(FieldProblem.of("userName", "required"));
        }
        if (name.length() > MAX_LENGTH) {
            return Optional.of(FieldProblem.of("userName", "too_long", Map.of("max", MAX_LENGTH)));
        }
        return FORM.matcher(name).matches()
                ? Optional.empty()
                : Optional.of(FieldProblem.of("userName", "user_name_characters"));
    }

    /// The form by which names are told apart.
    static String key(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }
}
