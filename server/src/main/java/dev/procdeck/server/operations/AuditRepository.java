package dev.procdeck.server.operations;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.data.jdbc.repository.query.Modifying;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.Repository;

/// The links of the chain; they can be read and added, and deleted behind a tombstone.
interface AuditRepository extends Repository<AuditEntry, Long> {
    Optional<AuditEntry> findFirstByOrderBySeqDesc();

    /// Makes every other writer wait until this transaction ends.
    @Modifying
    @Query("update audit_lock set taken = taken + 1 where id = 1")
    int lock();

    @Query("select * from audit_entry where seq > :after order by seq limit 1000")
    List<AuditEntry> listAfter(long after);

    @Query("select * from audit_entry where operation_id in (:operationIds) order by seq")
    List<AuditEntry> listOf(Collection<Long> operationIds);

    Optional<AuditEntry> findBySeq(long seq);

    /// The last link of an operation that was asked for before an instant, such that all before it
    /// were too; 0 when there is none.
    @Query(
            """
            select coalesce(min(e.seq) - 1, (select coalesce(max(seq), 0) from audit_entry))
            from audit_entry e join operation_log o on o.id = e.operation_id
            where o.log_time >= :before\
            """)
    long findLastSeqBefore(Instant before);

    /// The first link of an operation that has not ended.
    @Query(
            """
            select min(e.seq) from audit_entry e join operation_log o on o.id = e.operation_id
            where o.ret_status = 'pending'\
            """)
    Optional<Long> findFirstSeqOfPending();

    /// What a tombstone covers; the database refuses anything beyond it.
    @Modifying
    @Query("delete from audit_entry where seq <= :seq")
    int deleteUpTo(long seq);

    /// Those of the operations that were resolved after their outcome had been given up.
    @Query(
            """
            select operation_id from audit_entry
            where kind = 'late_outcome' and operation_id in (:operationIds)\
            """)
    Set<Long> listResolvedLate(Collection<Long> operationIds);

    /// Rows of the log that no link speaks of. One statement, so that a running server does not
    /// show as a difference.
    @Query(
            """
            select count(*) from operation_log o where not exists
            (select 1 from audit_entry e where e.operation_id = o.id)\
            """)
    long countRowsWithoutEntry();

    /// Rows that have ended although no link says how.
    @Query(
            """
            select count(*) from operation_log o where o.ret_status <> 'pending' and not exists
            (select 1 from audit_entry e where e.operation_id = o.id and e.kind <> 'intent')\
            """)
    long countEndedRowsWithoutOutcome();
}
