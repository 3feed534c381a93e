package dev.procdeck.server.http;

import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which part of a list is asked for. Immutable.
///
/// @param limit at most so many items, 0 to 100,000
/// @param offset after so many
public record Paging(int limit, int offset) {
    /// The most that one answer carries.
    public static final int MAX_LIMIT = 100_000;

    private static final int DEFAULT_LIMIT = 200;
    private static final Pattern DECIMAL = Pattern.compile("0|[1-9][0-9]{0,8}");

    /// Reads the query parameters `limit` and `offset`.
    ///
    /// @throws ApiException 400 for anything but plain decimal numbers in range
    public static Paging parse(@Nullable String limit, @Nullable String offset) {
        return new Paging(
                number("limit", limit, DEFAULT_LIMIT, MAX_LIMIT),
                number("offset", offset, 0, 999_999_999));
    }

    private static int number(String field, @Nullable String text, int otherwise, int max) {
        if (text == null) {
            return otherwise;
        }
        if (!DECIMAL.matcher(text).matches() || Integer.parseInt(text) > max) {
            throw ApiException.invalid(
                    FieldProblem.of(field, "out_of_range", Map.of("min", 0, "max", max)));
        }
        return Integer.parseInt(text);
    }
}
