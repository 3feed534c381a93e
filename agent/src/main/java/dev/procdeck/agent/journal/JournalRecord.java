package dev.procdeck.agent.journal;

import dev.procdeck.protocol.ProcessKey;
import dev.procdeck.protocol.operation.Outcome;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One record of the journal.
///
/// @param sequence from 1, without gaps over all segments
/// @param time wall-clock time, for people
/// @param monotonicNanos since the boot named beside it; orders records even when the clock is set
/// @param bootId of the host
public record JournalRecord(
        long sequence, Instant time, long monotonicNanos, String bootId, Body body) {

    /// What is recorded.
    public sealed interface Body {}

    /// The first record of a segment.
    ///
    /// @param number of the segment, from 1
    public record SegmentOpened(long number, String programVersion) implements Body {}

    /// Someone wants an act; durable before it happens.
    ///
    /// @param factors when the person last proved who they are
    /// @param kind `service`, `signal`, `priority`, `command`, `cancel` or `secrets`
    /// @param operation the verb, signal or nice value, or which secrets
    /// @param target the canonical unit, `pid/startTicks comm`, or the masked argument vector
    /// @param process which process, for acts on one
    /// @param before the state before
    /// @param identity what else tells the target from its like: `exe` of a process, `invocationId`
    ///   of a unit
    public record IntentRecorded(
            long operationId,
            String requestId,
            String userName,
            String role,
            String remoteAddress,
            String sessionId,
            Instant factors,
            String kind,
            String operation,
            String target,
            @Nullable ProcessKey process,
            @Nullable String before,
            Map<String, String> identity)
            implements Body {
        public IntentRecorded {
            identity = Map.copyOf(identity);
        }
    }

    /// How an act ended, or that it was refused; for a refused one there may be no intent.
    public record OutcomeRecorded(long operationId, String requestId, Outcome outcome)
            implements Body {}

    /// Something else worth knowing: a policy reload, a look at an environment, a cut tail.
    public record Noted(String code, Map<String, String> parameters) implements Body {
        public Noted {
            parameters = Map.copyOf(parameters);
        }
    }
}
