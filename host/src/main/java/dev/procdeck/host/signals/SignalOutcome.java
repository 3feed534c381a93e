package dev.procdeck.host.signals;

/// What became of one act on one process.
public sealed interface SignalOutcome {

    /// The kernel took the signal for exactly this process. Whether it ended is in `after`.
    record Sent(After after) implements SignalOutcome {}

    /// No process has this pid any more.
    record Gone() implements SignalOutcome {}

    /// The pid belongs to another process now (or the host was restarted); nothing was sent.
    record IdentityChanged() implements SignalOutcome {}

    /// This program never does that; nothing was sent.
    record Refused(Refusal reason) implements SignalOutcome {}

    /// The kernel did not permit it; nothing was sent.
    record Denied() implements SignalOutcome {}

    /// Something else went wrong; nothing was sent. `errno` is its symbolic name.
    record Failed(String errno) implements SignalOutcome {}

    /// What was seen of the process after the signal, within the time that was watched.
    enum After {
        /// It has ended (it may still be a zombie until its parent asks).
        ENDED,
        /// It was still there when the time was over.
        STILL_RUNNING,
        /// Nobody watched.
        NOT_WATCHED
    }

    /// Why a process was left alone: the first three no policy can allow.
    enum Refusal {
        PROCESS_ONE,
        KERNEL_THREAD,
        OWN_PROCESS,
        /// Whoever asked for a whole group left this member out.
        SPARED
    }
}
