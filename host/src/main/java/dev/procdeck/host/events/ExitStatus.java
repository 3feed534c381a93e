package dev.procdeck.host.events;

/// How a process ended, as wait(2) encodes it.
///
/// @param status the low seven bits are the signal, the eighth says whether memory was dumped, the
///   next eight are the exit code
public record ExitStatus(int status) {
    private static final int SIGNAL = 0x7f;
    private static final int CORE = 0x80;

    /// Whether it was ended by a signal.
    public boolean signalled() {
        return signal() != 0;
    }

    /// The signal that ended it; 0 when it exited by itself.
    public int signal() {
        return status & SIGNAL;
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
