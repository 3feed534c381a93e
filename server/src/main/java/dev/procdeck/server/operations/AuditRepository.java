package dev.procdeck.server.operations;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.data.jdbc.repository.query.Modifying;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.Repository;

/// The links of the chain; they can be read and added, nothing else.
interface AuditRepository extends Repository<AuditEntry, Long> {
    Optional<AuditEntry> findFirstByOrderBySeqDesc();

    /// Makes every other writer wait until this transaction ends.
    @Modifying
    @Query("update audit_lock set taken = taken + 1 where id = 1")
    int lock();

    @Query("select * from audit_entry where seq > :after order by seq limit 1000")
    List<AuditEntry> listAfter(long after);

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
