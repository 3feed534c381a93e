package dev.procdeck.host.services;

import java.util.Optional;

/// How a process ended.
public sealed interface ExitFact {

    /// `exit(code)`.
    record Exited(int code) implements ExitFact {}

    /// Killed by a signal, by number and, where known, name (`SIGKILL`).
    record Signalled(int signal, String name, boolean coreDumped) implements ExitFact {}

    /// From waitid's `si_code` and `si_status` (CLD_EXITED 1, CLD_KILLED 2, CLD_DUMPED 3); empty
    /// when it has not ended.
    static Optional<ExitFact> ofWaitId(int code, int status) {
        return switch (code) {
            case 1 -> Optional.of(new Exited(status));
            case 2, 3 -> Optional.of(new Signalled(status, signalName(status), code == 3));
            default -> Optional.empty();
        };
    }

    /// The name of a signal on Linux (asm-generic numbering, as on x86 and arm).
    static String signalName(int number) {
        String[] names = {
            "", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV",
            "USR2", "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN",
            "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS"
        };
        return number > 0 && number < names.length ? "SIG" + names[number] : "signal " + number;
    }
}
