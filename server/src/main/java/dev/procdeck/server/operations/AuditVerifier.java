package dev.procdeck.server.operations;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Service;

/// Checks the database's half of the evidence: that every link follows from the one before, and
/// that the log's rows say what their links say. Thread-safe.
@Service
public class AuditVerifier {
    private static final int MAX_PROBLEMS = 20;

    private final AuditRepository entries;
    private final OperationRepository operations;
    private final AuditBodies bodies;

    AuditVerifier(AuditRepository entries, OperationRepository operations, AuditBodies bodies) {
        this.entries = entries;
        this.operations = operations;
        this.bodies = bodies;
    }

    /// @param entries how many links were read
    /// @param lastHash the hash of the last one: compare it with a copy that is kept elsewhere to
    ///   see a cut-off tail
    /// @param problems what is wrong, the first place first; empty when all is well
    public record Verdict(long entries, String lastHash, List<String> problems) {
        public Verdict {
            problems = List.copyOf(problems);
        }
    }

    /// Reads everything, in chunks.
    public Verdict verify() {
        List<String> problems = new ArrayList<>();
        String previous = AuditChain.START;
        long count = 0;
        long expected = 1;
        long after = 0;
        for (List<AuditEntry> chunk = entries.listAfter(after);
                !chunk.isEmpty() && problems.size() < MAX_PROBLEMS;
                chunk = entries.listAfter(after)) {
            for (AuditEntry entry : chunk) {
                check(entry, expected, previous, problems);
                expected = entry.seq() + 1;
                previous = entry.hash();
                after = entry.seq();
                count++;
            }
            compareWithRows(chunk, problems);
        }
        long unasked = entries.countRowsWithoutIntent();
        if (unasked > 0) {
            problems.add(unasked + " operations are in the log without an entry");
        }
        long unended = entries.countEndedRowsWithoutOutcome();
        if (unended > 0) {
            problems.add(unended + " operations have ended without an entry that says so");
        }
        return new Verdict(count, previous, problems);
    }

    private static void check(
            AuditEntry entry, long expected, String previous, List<String> problems) {
        if (entry.seq() != expected) {
            problems.add("entry " + expected + " is missing");
        }
        if (!entry.previousHash().equals(previous)) {
            problems.add("entry " + entry.seq() + " does not follow the one before");
        }
        String hash =
                AuditChain.hash(
                        entry.previousHash(),
                        entry.seq(),
                        entry.operationId(),
                        entry.kind(),
                        entry.body());
        if (!entry.hash().equals(hash)) {
            problems.add("entry " + entry.seq() + " was changed");
        }
    }

    private void compareWithRows(List<AuditEntry> chunk, List<String> problems) {
        Map<Long, OperationRow> rows = new LinkedHashMap<>();
        List<Long> ids = chunk.stream().map(AuditEntry::operationId).distinct().toList();
        operations.findAllById(ids).forEach(row -> rows.put(row.requireId(), row));
        for (AuditEntry entry : chunk) {
            OperationRow row = rows.get(entry.operationId());
            if (row == null) {
                problems.add("operation " + entry.operationId() + " is missing from the log");
                continue;
            }
            String says =
                    entry.kind().equals(AuditEntry.INTENT)
                            ? bodies.intent(row)
                            : bodies.outcome(row);
            if (!says.equals(entry.body())) {
                problems.add(
                        "operation " + entry.operationId() + " differs from entry " + entry.seq());
            }
        }
    }
}
