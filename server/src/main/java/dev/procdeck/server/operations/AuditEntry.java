package dev.procdeck.server.operations;

import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/// One link of the chain of evidence: the JSON of an intent or an outcome, and hashes that tie it
/// to the link before. Immutable.
@Table("audit_entry")
record AuditEntry(
        @Id long seq,
        long operationId,
        String kind,
        String body,
        String previousHash,
        String hash) {
    static final String INTENT = "intent";
    static final String OUTCOME = "outcome";

    /// What was seen of an operation after its outcome had been given up.
    static final String LATE_OUTCOME = "late_outcome";
}
