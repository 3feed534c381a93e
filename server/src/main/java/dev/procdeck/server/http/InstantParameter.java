package dev.procdeck.server.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/// A query parameter that is a time in ISO-8601 with its offset.
public final class InstantParameter {
    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

    private InstantParameter() {}

    /// Null where it is missing or empty.
    ///
    /// @throws ApiException 400 naming the parameter where it cannot be read
    public static @Nullable Instant parse(String field, @Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            Instant time = OffsetDateTime.parse(text).toInstant();
            // Beyond these a database has no number for it.
            if (time.isAfter(FIRST) && time.isBefore(LAST)) {
                return time;
            }
        } catch (DateTimeException _) {
            // Answered below.
        }
        throw ApiException.invalid(FieldProblem.of(field, "invalid_time"));
    }
}
