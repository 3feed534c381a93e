package dev.procdeck.protocol.answer;

import dev.procdeck.protocol.Problem;
import dev.procdeck.protocol.Reading;
import dev.procdeck.protocol.Unavailable;
import dev.procdeck.protocol.live.EventFeed;
import dev.procdeck.protocol.live.EventRow;
import dev.procdeck.protocol.live.Resources;
import dev.procdeck.protocol.live.SocketRow;
import dev.procdeck.protocol.operation.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the agent answers to one operation.
public sealed interface Answer
        permits Answer.Refused,
                Answer.Done,
                Answer.Watching,
                Answer.Environment,
                Answer.Secrets,
                Answer.ServiceLog,
                Answer.History,
                Answer.Events,
                Answer.Outcomes,
                Answer.HeldSockets,
                Answer.Permissions,
                HostFacts,
                Schedule,
                ProcessDetail,
                PastProcesses,
                ServiceDetail,
                CommandPreview,
                PolicyView,
                PolicyExplanation,
                SignalTargets,
                CommandTemplates {

    /// The query cannot be answered, for this reason.
    record Refused(Problem problem) implements Answer {}

    /// The act ended so.
    record Done(Outcome outcome) implements Answer {}

    /// The watch was accepted.
    record Watching(int periodMillis) implements Answer {}

    /// The environment of a process, in its own order; names may repeat.
    record Environment(List<Variable> variables, boolean truncated) implements Answer {
        public Environment {
            variables = List.copyOf(variables);
        }
    }

    /// One variable of an environment.
    record Variable(String name, String value) {}

    /// The arguments of a process, or its environment as `NAME=value`, with nothing masked.
    record Secrets(List<String> items, boolean truncated) implements Answer {
        public Secrets {
            items = List.copyOf(items);
        }

        /// Without them, so that no line of a log has them.
        @Override
        public String toString() {
            return "Secrets[" + items.size() + "]";
        }
    }

    /// Log lines of a service.
    ///
    /// @param cursor where to go on from, past lines that were not wanted too; null where the log
    ///   has no such places
    record ServiceLog(Reading<List<LogLine>> lines, @Nullable String cursor) implements Answer {}

    /// Host totals, oldest first.
    record History(List<Resources> samples) implements Answer {
        public History {
            samples = List.copyOf(samples);
        }
    }

    /// Lives of processes, the one that changed last first.
    record Events(EventFeed feed, Instant time, List<EventRow> rows) implements Answer {
        public Events {
            rows = List.copyOf(rows);
        }
    }

    /// What the agent's journal knows of the operations that were asked for; one that it never saw
    /// is missing.
    record Outcomes(Map<Long, Outcome> outcomes) implements Answer {
        public Outcomes {
            outcomes = Map.copyOf(outcomes);
        }
    }

    /// The TCP and UDP sockets that some processes hold.
    ///
    /// @param sockets the owners of each are those of the processes that were asked for
    /// @param missing why there may be more; null when these are all
    record HeldSockets(List<SocketRow> sockets, @Nullable Unavailable missing) implements Answer {
        public HeldSockets {
            sockets = List.copyOf(sockets);
        }
    }

    /// What one person may do to one target, by the name of the act (`start`, `TERM`, `priority`).
    record Permissions(Map<String, Permission> permissions) implements Answer {
        public Permissions {
            permissions = Map.copyOf(permissions);
        }
    }
}
