package dev.procdeck.server.operations;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.springframework.data.jdbc.core.JdbcAggregateOperations;
import org.springframework.stereotype.Component;

/// Adds links to the chain of evidence. Must be called inside the transaction that writes the row
/// itself, so that both exist or neither does.
@Component
class AuditChain {
    /// What the first link names as the one before.
    static final String START = "0".repeat(64);

    private final AuditRepository entries;
    private final JdbcAggregateOperations rows;

    AuditChain(AuditRepository entries, JdbcAggregateOperations rows) {
        this.entries = entries;
        this.rows = rows;
    }

    /// Makes everybody else who appends wait until this transaction ends: called before what
    /// decides about an entry is read, since PostgreSQL lets two read the same and then both write.
    void hold() {
        entries.lock();
    }

    void append(long operationId, String kind, String body) {
        hold();
        AuditEntry last = entries.findFirstByOrderBySeqDesc().orElse(null);
        long seq = last == null ? 1 : last.seq() + 1;
        String previous = last == null ? START : last.hash();
        rows.insert(
                new AuditEntry(
                        seq,
                        operationId,
                        kind,
                        body,
                        previous,
                        hash(previous, seq, operationId, kind, body)));
    }

    static String hash(String previous, long seq, long operationId, String kind, String body) {
        String text = previous + '\n' + seq + '\n' + operationId + '\n' + kind + '\n' + body;
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
