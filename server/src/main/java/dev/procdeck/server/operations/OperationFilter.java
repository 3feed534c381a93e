package dev.procdeck.server.operations;

import dev.procdeck.server.db.Word;
import dev.procdeck.server.http.ApiException;
import dev.procdeck.server.http.FieldProblem;
import dev.procdeck.server.http.InstantParameter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which rows of the log are asked for; an empty list or null filters nothing. Immutable.
///
/// @param words each must occur somewhere in the row
/// @param from not before
/// @param to before
record OperationFilter(
        List<String> words,
        @Nullable String userName,
        List<LogType> logTypes,
        List<RetStatus> retStatuses,
        @Nullable LogStatus logStatus,
        @Nullable Instant from,
        @Nullable Instant to) {
    private static final int MAX_QUERY = 500;
    private static final int MAX_WORDS = 10;

    OperationFilter {
        words = List.copyOf(words);
        logTypes = List.copyOf(logTypes);
        retStatuses = List.copyOf(retStatuses);
    }

    /// Reads the query parameters.
    ///
    /// @throws ApiException 400 naming the parameter that cannot be read
    static OperationFilter parse(
            @Nullable String q,
            @Nullable String userName,
            @Nullable String logType,
            @Nullable String retStatus,
            @Nullable String logStatus,
            @Nullable String from,
            @Nullable String to) {
        List<LogStatus> seen = words("logStatus", LogStatus.class, logStatus);
        return new OperationFilter(
                split(q),
                userName == null || userName.isEmpty() ? null : StoredText.clean(userName),
                words("logType", LogType.class, logType),
                words("retStatus", RetStatus.class, retStatus),
                seen.size() == 1 ? seen.getFirst() : null,
                InstantParameter.parse("from", from),
                InstantParameter.parse("to", to));
    }

    private static List<String> split(@Nullable String q) {
        if (q == null || q.isBlank()) {
            return List.of();
        }
        List<String> words = List.of(q.strip().split("\\s+", -1));
        if (q.length() > MAX_QUERY || words.size() > MAX_WORDS) {
            throw ApiException.invalid(FieldProblem.of("q", "invalid"));
        }
        return words;
    }

    /// One word, or several with commas between them.
    private static <E extends Enum<E> & Word> List<E> words(
            String field, Class<E> type, @Nullable String text) {
        if (text == null || text.isEmpty()) {
            return List.of();
        }
        List<E> constants = new ArrayList<>();
        for (String word : Arrays.asList(text.split(",", -1))) {
            try {
                constants.add(Word.parse(type, word));
            } catch (IllegalArgumentException e) {
                throw ApiException.invalid(FieldProblem.of(field, "invalid"));
            }
        }
        return constants.stream().distinct().toList();
    }
}
