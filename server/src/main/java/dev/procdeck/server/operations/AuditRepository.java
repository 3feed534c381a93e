package dev.procdeck.server.operations;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.Repository;

/// The links of the chain; they can be read and added, nothing else.
interface AuditRepository extends Repository<AuditEntry, Long> {
    Optional<AuditEntry> findFirstByOrderBySeqDesc();

    @Query("select * from audit_entry where seq > :after order by seq limit 1000")
    List<AuditEntry> listAfter(long after);
}
