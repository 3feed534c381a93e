package dev.procdeck.server.operations;

import java.util.Optional;
import org.springframework.data.repository.Repository;

/// What retention has left; tombstones can be read and added, nothing else.
interface AuditTombstoneRepository extends Repository<AuditTombstone, Long> {
    Optional<AuditTombstone> findFirstByOrderByLastSeqDesc();

    AuditTombstone save(AuditTombstone tombstone);
}
