package dev.procdeck.server.listing;

import dev.procdeck.server.query.FieldTable;
import dev.procdeck.server.query.RowFilter;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The query parameters that every list of live rows takes, as they were sent.
///
/// @param q a query, see docs/query-language.md
/// @param sort a field, or `-field` for the other way round
/// @param limit at most so many items, 200 where nothing is said
/// @param offset so many items are left out first
public record ListParameters(
        @Nullable String q,
        @Nullable String sort,
        @Nullable String limit,
        @Nullable String offset) {
    /// What is asked for, checked.
    ///
    /// @param parse makes the filter of a query
    public <R> ListRequest<R> check(Function<String, RowFilter<R>> parse, FieldTable<R> fields) {
        return ListRequest.of(parse, fields, q, sort, limit, offset);
    }
}
