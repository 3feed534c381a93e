package dev.procdeck.host.signals;

import java.util.Locale;
import java.util.Optional;

/// The signals that may be sent, by the names of kill(1) without `SIG`; numbers are those of Linux
/// on x86-64 and AArch64.
public enum Signal {
    HUP(1),
    INT(2),
    QUIT(3),
    ABRT(6),
    KILL(9),
    USR1(10),
    USR2(12),
    ALRM(14),
    TERM(15),
    CONT(18),
    STOP(19),
    TSTP(20),
    TTIN(21),
    TTOU(22),
    WINCH(28);

    private final int number;

    Signal(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /// Whether the process is expected to be gone afterwards.
    public boolean ends() {
        return switch (this) {
            case HUP, INT, QUIT, ABRT, KILL, TERM -> true;
            case USR1, USR2, ALRM, CONT, STOP, TSTP, TTIN, TTOU, WINCH -> false;
        };
    }

    /// `TERM`, `SIGTERM` or `term`.
    public static Optional<Signal> find(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        String bare = upper.startsWith("SIG") ? upper.substring(3) : upper;
        for (Signal signal : values()) {
            if (signal.name().equals(bare)) {
                return Optional.of(signal);
            }
        }
        return Optional.empty();
    }
}
