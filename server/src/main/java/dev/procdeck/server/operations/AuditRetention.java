package dev.procdeck.server.operations;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Deletes the oldest part of the log: whole segments of the chain, of operations that have all
/// ended, and never the last segment. A tombstone keeps the hash that the next entry follows, and
/// the deletion is itself a row. On PostgreSQL only the owner may.
@Service
public class AuditRetention {
    /// Entries in a segment.
    static final int SEGMENT = 1_000;

    private final AuditRepository entries;
    private final AuditTombstoneRepository tombstones;
    private final OperationRepository operations;
    private final OperationLog log;
    private final TransactionTemplate transaction;
    private final Clock clock;

    AuditRetention(
            AuditRepository entries,
            AuditTombstoneRepository tombstones,
            OperationRepository operations,
            OperationLog log,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.entries = entries;
        this.tombstones = tombstones;
        this.operations = operations;
        this.log = log;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /// What is gone.
    ///
    /// @param entries links of the chain
    /// @param operations rows of the log
    public record Deleted(long entries, long operations) {}

    /// Deletes what was asked for before an instant.
    public Deleted deleteBefore(Instant before) {
        return Optional.ofNullable(transaction.execute(status -> delete(before)))
                .orElse(new Deleted(0, 0));
    }

    private Deleted delete(Instant before) {
        entries.lock();
        long gone =
                tombstones.findFirstByOrderByLastSeqDesc().map(AuditTombstone::lastSeq).orElse(0L);
        long last = entries.findFirstByOrderBySeqDesc().map(AuditEntry::seq).orElse(0L);
        long end = entries.findLastSeqBefore(before);
        long keptFrom = entries.findFirstSeqOfPending().orElse(last);
        long boundary = Math.min(Math.min(end, keptFrom - 1), last - 1) / SEGMENT * SEGMENT;
        if (boundary <= gone) {
            return new Deleted(0, 0);
        }
        AuditEntry seal = entries.findBySeq(boundary).orElseThrow();
        long rows = operations.countWithoutEntryAfter(boundary);
        log.note(
                Intent.ofSystem("audit_prune", "console", "entries up to " + boundary, "log"),
                RetStatus.SUCCEEDED,
                Outcome.of(
                        "audit_pruned",
                        Map.of(
                                "firstSeq",
                                gone + 1,
                                "lastSeq",
                                boundary,
                                "lastHash",
                                seal.hash(),
                                "operations",
                                rows)));
        tombstones.save(
                new AuditTombstone(null, gone + 1, boundary, seal.hash(), rows, clock.instant()));
        entries.deleteUpTo(boundary);
        operations.deleteWithoutEntry();
        return new Deleted(boundary - gone, rows);
    }
}
