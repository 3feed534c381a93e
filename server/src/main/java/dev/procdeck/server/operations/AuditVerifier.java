package dev.procdeck.server.operations;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/// Checks the database's half of the evidence: that every link follows from the one before, and
/// that the log's rows say what their links say. Thread-safe.
@Service
public class AuditVerifier {
    private static final int MAX_PROBLEMS = 20;

    private final AuditRepository entries;
    private final OperationRepository operations;
    private final AuditTombstoneRepository tombstones;
    private final AuditBodies bodies;

    AuditVerifier(
            AuditRepository entries,
            OperationRepository operations,
            AuditTombstoneRepository tombstones,
            AuditBodies bodies) {
        this.entries = entries;
        this.tombstones = tombstones;
        this.operations = operations;
        this.bodies = bodies;
    }

    /// @param entries how many links were read
    /// @param lastSeq the number of the last one
    /// @param lastHash the hash of the last one: compare it with a copy that is kept elsewhere to
    ///   see a cut-off tail
    /// @param firstBad the number of the first link that is wrong or missing; null when all is well
    ///   or the difference is in no link
    /// @param problems what is wrong, the first place first; empty when all is well
    public record Verdict(
            long entries,
            long lastSeq,
            String lastHash,
            @Nullable Long firstBad,
            List<String> problems) {
        public Verdict {
            problems = List.copyOf(problems);
        }
    }

    /// Reads everything, in chunks.
    public Verdict verify() {
        Findings findings = new Findings();
        AuditTombstone tombstone = tombstones.findFirstByOrderByLastSeqDesc().orElse(null);
        long after = tombstone == null ? 0 : tombstone.lastSeq();
        String previous = tombstone == null ? AuditChain.START : tombstone.lastHash();
        long count = 0;
        for (List<AuditEntry> chunk = entries.listAfter(after);
                !chunk.isEmpty() && findings.problems.size() < MAX_PROBLEMS;
                chunk = entries.listAfter(after)) {
            for (AuditEntry entry : chunk) {
                check(entry, after + 1, previous, findings);
                previous = entry.hash();
                after = entry.seq();
                count++;
            }
            compareWithRows(chunk, findings);
        }
        long unasked = entries.countRowsWithoutEntry();
        if (unasked > 0) {
            findings.problems.add(unasked + " operations are in the log without an entry");
        }
        long unended = entries.countEndedRowsWithoutOutcome();
        if (unended > 0) {
            findings.problems.add(unended + " operations have ended without an entry that says so");
        }
        return new Verdict(count, after, previous, findings.firstBad, findings.problems);
    }

    private static final class Findings {
        private final List<String> problems = new ArrayList<>();
        private @Nullable Long firstBad;

        void add(long seq, String problem) {
            firstBad = firstBad == null ? seq : Math.min(firstBad, seq);
            problems.add(problem);
        }
    }

    private static void check(AuditEntry entry, long expected, String previous, Findings findings) {
        if (entry.seq() != expected) {
            findings.add(expected, "entry " + expected + " is missing");
        } else if (!entry.previousHash().equals(previous)) {
            findings.add(entry.seq(), "entry " + entry.seq() + " does not follow the one before");
        }
        String hash =
                AuditChain.hash(
                        entry.previousHash(),
                        entry.seq(),
                        entry.operationId(),
                        entry.kind(),
                        entry.body());
        if (!entry.hash().equals(hash)) {
            findings.add(entry.seq(), "entry " + entry.seq() + " was changed");
        }
    }

    /// The rows are read before the later entries, so that a server which works meanwhile does not
    /// show as a difference.
    private void compareWithRows(List<AuditEntry> chunk, Findings findings) {
        Map<Long, OperationRow> rows = new LinkedHashMap<>();
        List<Long> ids = chunk.stream().map(AuditEntry::operationId).distinct().toList();
        operations.findAllById(ids).forEach(row -> rows.put(row.requireId(), row));
        Set<Long> resolvedLate = entries.listResolvedLate(ids);
        for (AuditEntry entry : chunk) {
            OperationRow row = rows.get(entry.operationId());
            if (row == null) {
                findings.add(
                        entry.seq(),
                        "operation " + entry.operationId() + " is missing from the log");
                continue;
            }
            boolean overtaken =
                    entry.kind().equals(AuditEntry.OUTCOME)
                            && resolvedLate.contains(entry.operationId());
            String says =
                    entry.kind().equals(AuditEntry.INTENT)
                            ? bodies.intent(row)
                            : bodies.outcome(row);
            if (!overtaken && !says.equals(entry.body())) {
                findings.add(
                        entry.seq(),
                        "operation " + entry.operationId() + " differs from entry " + entry.seq());
            }
        }
    }
}
