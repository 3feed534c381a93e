package dev.procdeck.server.listing;

import dev.procdeck.server.http.ApiException;
import dev.procdeck.server.http.FieldProblem;
import dev.procdeck.server.http.Paging;
import dev.procdeck.server.query.FieldTable;
import dev.procdeck.server.query.QueryException;
import dev.procdeck.server.query.RowFilter;
import dev.procdeck.server.query.RowOrder;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a list is asked for, checked before anything is read. Immutable.
public final class ListRequest<R> {
    private static final int LARGE_ROWS = 5_000;
    private static final Turns TURNS = new Turns(2, Duration.ofSeconds(15));

    private final RowFilter<R> filter;
    private final @Nullable RowOrder<R> order;
    private final Paging paging;

    private ListRequest(RowFilter<R> filter, @Nullable RowOrder<R> order, Paging paging) {
        this.filter = filter;
        this.order = order;
        this.paging = paging;
    }

    /// @param parse makes the filter of a query
    /// @throws ApiException 400 for whatever is not right
    public static <R> ListRequest<R> of(
            Function<String, RowFilter<R>> parse,
            FieldTable<R> fields,
            @Nullable String q,
            @Nullable String sort,
            @Nullable String limit,
            @Nullable String offset) {
        RowFilter<R> filter = checked("q", () -> parse.apply(q == null ? "" : q));
        RowOrder<R> order = sort == null ? null : checked("sort", () -> fields.order(sort));
        return new ListRequest<>(filter, order, Paging.parse(limit, offset));
    }

    /// Turns what a query's reader throws into a problem document.
    public static <T> T checked(String parameter, Supplier<T> work) {
        try {
            return work.get();
        } catch (QueryException e) {
            Map<String, Object> parameters = new HashMap<>(e.parameters());
            parameters.put("position", e.position());
            throw ApiException.invalid(FieldProblem.of(parameter, e.code(), parameters));
        }
    }

    /// One part of a list, with how many there are in all.
    public record Part<R>(int total, List<R> items) {}

    /// Filters, sorts and pages. Of large tables a few at once; others wait their turn.
    ///
    /// @throws ApiException 503 `too_many_lists` when the turn does not come
    public Part<R> of(List<R> rows) {
        boolean isWork = order != null || !filter.isEmpty();
        return isWork && rows.size() > LARGE_ROWS ? TURNS.take(() -> partOf(rows)) : partOf(rows);
    }

    private Part<R> partOf(List<R> rows) {
        List<R> found = filter.isEmpty() ? rows : filter.select(rows);
        List<R> sorted = order == null ? found : order.sort(found);
        int from = Math.min(paging.offset(), sorted.size());
        int to = (int) Math.min((long) from + paging.limit(), sorted.size());
        return new Part<>(sorted.size(), sorted.subList(from, to));
    }
}
