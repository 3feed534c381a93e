package dev.procdeck.server.operations;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jdbc.repository.query.Modifying;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.ListCrudRepository;

/// The rows of the operation log. Filters with many optional parts are in [OperationQuery].
interface OperationRepository extends ListCrudRepository<OperationRow, Long> {
    Optional<OperationRow> findByUserNameAndIdempotencyKey(String userName, String idempotencyKey);

    List<OperationRow> findByRetStatusOrderById(RetStatus status);

    /// Writes the columns of an operation's end, the only ones that ever change.
    @Modifying
    @Query(
            """
            update operation_log set end_time = :endTime, ret_status = :retStatus,
            outcome = :outcome, before_state = :before, after_state = :after,
            duration_millis = :durationMillis, search_text = :searchText where id = :id\
            """)
    int end(
            long id,
            @Nullable Instant endTime,
            String retStatus,
            @Nullable String outcome,
            @Nullable String before,
            @Nullable String after,
            @Nullable Long durationMillis,
            String searchText);

    @Query(
            """
            select id from operation_log where ret_status = 'unknown'
            and outcome like '%"code":"agent_lost"%' order by id desc limit :limit\
            """)
    List<Long> listUnresolved(int limit);

    @Query(
            """
            select id from operation_log where ret_status = 'succeeded' and log_type in (:types)
            order by id desc limit 1\
            """)
    Optional<Long> findLastSucceeded(List<String> types);

    @Query("select coalesce(max(id), 0) from operation_log")
    long findMaxId();

    @Query("select coalesce(min(id), 0) from operation_log")
    long findMinId();

    /// Rows that a cut of the chain takes with it.
    @Query(
            """
            select count(*) from operation_log o where not exists
            (select 1 from audit_entry e where e.operation_id = o.id and e.seq > :seq)\
            """)
    long countWithoutEntryAfter(long seq);

    @Modifying
    @Query(
            """
            delete from operation_log where not exists
            (select 1 from audit_entry e where e.operation_id = operation_log.id)\
            """)
    int deleteWithoutEntry();

    @Query("select * from operation_log where id > :after order by id limit 1000")
    List<OperationRow> listAfter(long after);
}
