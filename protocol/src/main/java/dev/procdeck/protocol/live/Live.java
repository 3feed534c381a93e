package dev.procdeck.protocol.live;

import dev.procdeck.protocol.Problem;
import dev.procdeck.protocol.ProcessKey;
import dev.procdeck.protocol.operation.Outcome;
import dev.procdeck.protocol.operation.Role;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the agent publishes without being asked each time.
///
/// Frames hold whole rows. A frame whose `base` is null replaces the table; any other changes the
/// table of tick `base`, and a receiver that does not hold that tick asks for a new watch. On the
/// wire a changed row costs only its changed fields.
public sealed interface Live {
    /// Totals of the host, one sample.
    record ResourcesFrame(long tick, Resources resources) implements Live {}

    /// Processes that are new or changed, and those that are gone.
    ///
    /// @param periodMillis how often this table is read now; it stretches by itself where reading
    ///   is expensive
    record ProcessesFrame(
            long tick,
            @Nullable Long base,
            Instant time,
            String bootId,
            int periodMillis,
            List<ProcessRow> rows,
            List<ProcessKey> gone)
            implements Live {
        public ProcessesFrame {
            rows = List.copyOf(rows);
            gone = List.copyOf(gone);
        }
    }

    /// Sockets that are new or changed, and the ids of those that are gone.
    ///
    /// @param periodMillis how often this table is read now; it stretches by itself on hosts with
    ///   many sockets
    record SocketsFrame(
            long tick,
            @Nullable Long base,
            Instant time,
            int periodMillis,
            List<SocketRow> rows,
            List<Long> gone)
            implements Live {
        public SocketsFrame {
            rows = List.copyOf(rows);
            gone = List.copyOf(gone);
        }
    }

    /// Services that are new or changed, and the names of those that are gone.
    record ServicesFrame(
            long tick,
            @Nullable Long base,
            Instant time,
            @Nullable ServiceManagerNotice notice,
            List<ServiceRow> rows,
            List<String> gone)
            implements Live {
        public ServicesFrame {
            rows = List.copyOf(rows);
            gone = List.copyOf(gone);
        }
    }

    /// Processes whose life began, changed or ended: the newest of them, no more than a page can
    /// show.
    record EventsFrame(
            long tick,
            @Nullable Long base,
            Instant time,
            EventFeed feed,
            List<EventRow> rows,
            List<Long> gone)
            implements Live {
        public EventsFrame {
            rows = List.copyOf(rows);
            gone = List.copyOf(gone);
        }
    }

    /// A piece of a custom command's output, in order per stream.
    record CommandOutput(
            long operationId, OutputStreamKind stream, Instant time, String text, boolean truncated)
            implements Live {}

    /// A step of an act that still runs, for example `job_queued`.
    record ActProgress(long operationId, String code, Map<String, String> parameters)
            implements Live {
        public ActProgress {
            parameters = Map.copyOf(parameters);
        }
    }

    /// An act ended after its answer had been given up on, or by itself (a command's end).
    record ActEnded(long operationId, Outcome outcome) implements Live {}

    /// The policy was loaded anew.
    ///
    /// @param lookOnly why nothing may be done at all; null in the normal case
    /// @param secondFactorFrom the least role that must have a second factor; says nothing while
    ///   nothing may be done
    record PolicyChanged(@Nullable Problem lookOnly, @Nullable Role secondFactorFrom)
            implements Live {}
}
