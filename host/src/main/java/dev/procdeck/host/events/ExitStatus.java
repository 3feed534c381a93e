package dev.procdeck.host.events;

import java.util.List;

/// How a process ended, as wait(2) encodes it.
///
/// @param status the low seven bits are the signal, the eighth says whether memory was dumped, the
///   next eight are the exit code
public record ExitStatus(int status) {
    private static final int SIGNAL = 0x7f;
    private static final int CORE = 0x80;
    private static final int SIGRTMIN = 34;

    /// By number from 1 on, signal(7) on x86-64 and AArch64.
    private static final List<String> NAMES =
            List.of(
                    "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1",
                    "SEGV", "USR2", "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP",
                    "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO",
                    "PWR", "SYS");

    /// Whether it was ended by a signal.
    public boolean signalled() {
        return signal() != 0;
    }

    /// The signal that ended it; 0 when it exited by itself.
    public int signal() {
        return status & SIGNAL;
    }

    /// Its name without `SIG`, for example `KILL` or `RTMIN+1`; empty where none ended it.
    public String signalName() {
        int number = signal();
        if (number >= SIGRTMIN) {
            return number == SIGRTMIN ? "RTMIN" : "RTMIN+" + (number - SIGRTMIN);
        }
        return number == 0 || number > NAMES.size()
                ? (number == 0 ? "" : Integer.toString(number))
                : NAMES.get(number - 1);
    }

    /// Whether systemd takes it for a good end of a service (systemd.service(5),
    /// SuccessExitStatus): exit code 0 or a signal by which services are asked to stop.
    public boolean cleanForService() {
        return signalled()
                ? switch (signalName()) {
                    case "HUP", "INT", "TERM", "PIPE" -> true;
                    default -> false;
                }
                : code() == 0;
    }

    /// Whether a core dump was made.
    public boolean coreDumped() {
        return (status & CORE) != 0;
    }

    /// What it passed to exit(2), 0 to 255; 0 where a signal ended it.
    public int code() {
        return status >> 8 & 0xff;
    }
}
