package dev.procdeck.server.operations;

import dev.procdeck.server.http.ApiException;
import dev.procdeck.server.http.Paging;
import dev.procdeck.server.security.Actor;
import dev.procdeck.server.security.Right;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.data.domain.Sort;
import org.springframework.data.jdbc.core.JdbcAggregateOperations;
import org.springframework.data.relational.core.query.Criteria;
import org.springframework.data.relational.core.query.Query;
import org.springframework.stereotype.Service;
import tools.jackson.databind.json.JsonMapper;

/// Reads the operation log: administrators see every row, others their own. Thread-safe.
@Service
public class OperationReader {
    private static final int CHUNK = 1_000;

    private final OperationRepository operations;
    private final ListedOperationRepository listed;
    private final OperationSeenRepository marks;
    private final JdbcAggregateOperations rows;
    private final JsonMapper json;
    private final ApplicationEventPublisher events;

    OperationReader(
            OperationRepository operations,
            ListedOperationRepository listed,
            OperationSeenRepository marks,
            JdbcAggregateOperations rows,
            JsonMapper json,
            ApplicationEventPublisher events) {
        this.operations = operations;
        this.listed = listed;
        this.marks = marks;
        this.rows = rows;
        this.json = json;
        this.events = events;
    }

    /// One record, if the actor may see it.
    public Optional<OperationRecord> find(long id, Actor actor) {
        return operations
                .findById(id)
                .filter(row -> maySee(row.userName(), actor))
                .map(row -> view(row, mark(actor)));
    }

    /// One record, or 404.
    public OperationRecord require(long id, Actor actor) {
        return find(id, actor).orElseThrow(ApiException::notFound);
    }

    /// Whether the actor may see the rows of that account.
    public static boolean maySee(String userName, Actor actor) {
        return actor.may(Right.ALL_OPERATIONS) || actor.userName().equals(userName);
    }

    /// How many acts the actor has not seen.
    public long countUnseen(Actor actor) {
        return rows.count(
                Query.query(
                        visible(actor)
                                .and("logType")
                                .in(LogType.acts())
                                .and("id")
                                .greaterThan(mark(actor))),
                OperationRow.class);
    }

    /// Marks everything up to a record as seen, and tells the actor's other pages.
    public void markSeen(Actor actor, long upToId) {
        marks.advance(actor.userName(), Math.min(upToId, operations.findMaxId()));
        events.publishEvent(new OperationsSeen(actor.userName()));
    }

    /// Lets a new account begin with everything before it seen.
    public void markAllSeen(String userName) {
        marks.advance(userName, operations.findMaxId());
    }

    /// How many rows there are, and the part of them that was asked for, handed over one by one.
    ///
    /// The ids are asked for at once, at most [Paging]'s hundred thousand numbers; their rows
    /// follow in chunks by primary key. So no connection is held while the reader is slow, rows
    /// that come in meanwhile shift nothing, and the last chunk costs what the first did, whatever
    /// the order.
    void read(
            OperationFilter filter,
            Sort sort,
            Paging paging,
            Actor actor,
            LongConsumer total,
            Consumer<OperationRecord> item) {
        long mark = mark(actor);
        Criteria criteria =
                criteria(filter, actor, mark).and("id").lessThanOrEquals(operations.findMaxId());
        total.accept(rows.count(Query.query(criteria), OperationRow.class));
        if (paging.limit() == 0) {
            return;
        }
        Query page =
                Query.query(criteria)
                        .columns("id")
                        .sort(sort)
                        .limit(paging.limit())
                        .offset(paging.offset());
        List<Long> ids =
                rows.findAll(page, OperationRow.class).stream()
                        .map(OperationRow::requireId)
                        .toList();
        for (int from = 0; from < ids.size(); from += CHUNK) {
            List<Long> some = ids.subList(from, Math.min(from + CHUNK, ids.size()));
            listed.list(some).forEach(row -> item.accept(view(row, mark)));
        }
    }

    private Criteria criteria(OperationFilter filter, Actor actor, long mark) {
        Criteria criteria = visible(actor);
        if (filter.userName() != null) {
            criteria = criteria.and("userName").is(filter.userName());
        }
        if (!filter.logTypes().isEmpty()) {
            criteria = criteria.and("logType").in(filter.logTypes());
        }
        if (!filter.retStatuses().isEmpty()) {
            criteria = criteria.and("retStatus").in(filter.retStatuses());
        }
        if (filter.logStatus() != null) {
            criteria =
                    filter.logStatus() == LogStatus.SEEN
                            ? criteria.and("id").lessThanOrEquals(mark)
                            : criteria.and("id").greaterThan(mark);
        }
        if (filter.from() != null) {
            criteria = criteria.and("logTime").greaterThanOrEquals(filter.from());
        }
        if (filter.to() != null) {
            criteria = criteria.and("logTime").lessThan(filter.to());
        }
        for (String word : filter.words()) {
            criteria = criteria.and("searchText").like(SearchText.containing(word));
        }
        return criteria;
    }

    private static Criteria visible(Actor actor) {
        Criteria all = Criteria.where("id").greaterThan(0L);
        return actor.may(Right.ALL_OPERATIONS) ? all : all.and("userName").is(actor.userName());
    }

    private long mark(Actor actor) {
        return marks.findByUserName(actor.userName()).map(OperationSeen::upToId).orElse(0L);
    }

    private OperationRecord view(OperationRow row, long mark) {
        long id = row.requireId();
        return new OperationRecord(
                id,
                row.logTime(),
                row.endTime(),
                row.logType(),
                row.operation(),
                row.retStatus(),
                id <= mark ? LogStatus.SEEN : LogStatus.UNSEEN,
                row.userName(),
                row.role(),
                row.remoteAddress(),
                row.target(),
                row.targetKind(),
                row.detail(),
                outcome(row.outcome()),
                row.before(),
                row.after(),
                row.durationMillis(),
                row.mode(),
                row.requestId());
    }

    private @Nullable Outcome outcome(@Nullable String text) {
        return text == null ? null : json.readValue(text, Outcome.class);
    }
}
