package dev.procdeck.host.supervisord;

import dev.procdeck.host.services.ExitFact;
import dev.procdeck.host.services.OutputLogs.Stream;
import dev.procdeck.host.services.ServiceState;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// What supervisord says of a program (getProcessInfo): its state, and when it started and ended.
///
/// @param exitStatus -1 when a signal ended it
/// @param stdoutFile where its standard output is kept; empty when it is not, likewise `stderrFile`
record ProgramInfo(
        String group,
        String program,
        State state,
        int pid,
        int exitStatus,
        String spawnError,
        Optional<Instant> start,
        Optional<Instant> stop,
        String stdoutFile,
        String stderrFile) {

    /// supervisord's own states with their numbers.
    enum State {
        STOPPED(0, "inactive"),
        STARTING(10, "activating"),
        RUNNING(20, "active"),
        /// Died while starting; will be tried again.
        BACKOFF(30, "activating"),
        STOPPING(40, "deactivating"),
        EXITED(100, "inactive"),
        /// Given up.
        FATAL(200, "failed"),
        UNKNOWN(1000, "failed");

        private final int number;
        private final String activeState;

        State(int number, String activeState) {
            this.number = number;
            this.activeState = activeState;
        }

        static State of(int number) {
            for (State state : values()) {
                if (state.number == number) {
                    return state;
                }
            }
            return UNKNOWN;
        }

        boolean isDown() {
            return this == STOPPED || this == EXITED || this == FATAL || this == UNKNOWN;
        }
    }

    static ProgramInfo of(Map<?, ?> struct) {
        return new ProgramInfo(
                text(struct, "group"),
                text(struct, "name"),
                State.of(number(struct, "state")),
                number(struct, "pid"),
                number(struct, "exitstatus"),
                text(struct, "spawnerr"),
                instant(number(struct, "start")),
                instant(number(struct, "stop")),
                text(struct, "stdout_logfile"),
                text(struct, "stderr_logfile"));
    }

    String name() {
        return group + ":" + program;
    }

    String logFile(Stream stream) {
        return stream == Stream.STDERR ? stderrFile : stdoutFile;
    }

    String activeState() {
        boolean failed = state == State.EXITED && exitStatus != 0;
        return failed ? "failed" : state.activeState;
    }

    /// supervisord says 0 as well where it knows nothing: it forgets the exit status at each start,
    /// and that of what ended before it counted as started.
    Optional<ExitFact> exit() {
        boolean known = state == State.EXITED ? exitStatus >= 0 : exitStatus > 0;
        return known ? Optional.of(new ExitFact.Exited(exitStatus)) : Optional.empty();
    }

    /// Whether the last start made a process, which then ended: the two of supervisord's words that
    /// are not about making it (supervisor/process.py, `finish`).
    boolean diedByItself() {
        return spawnError.startsWith("Exited too quickly")
                || spawnError.startsWith("Bad exit code");
    }

    /// What supervisord has to say of the state it is in; of an earlier one it says it still.
    String remark() {
        boolean troubled = state == State.BACKOFF || state == State.FATAL || state == State.EXITED;
        return troubled ? spawnError : "";
    }

    ServiceState toState() {
        return new ServiceState(
                "loaded",
                activeState(),
                state.name().toLowerCase(Locale.ROOT),
                "",
                pid > 0 ? OptionalInt.of(pid) : OptionalInt.empty(),
                "",
                state == State.RUNNING || state == State.STARTING ? start : stop,
                OptionalLong.empty(),
                "");
    }

    private static String text(Map<?, ?> struct, String key) {
        return struct.get(key) instanceof String text ? text : "";
    }

    private static int number(Map<?, ?> struct, String key) {
        return struct.get(key) instanceof Integer number ? number : 0;
    }

    private static Optional<Instant> instant(int seconds) {
        return seconds > 0 ? Optional.of(Instant.ofEpochSecond(seconds)) : Optional.empty();
    }
}
