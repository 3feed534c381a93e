package dev.procdeck.host.processes;

/// The raw numbers of one process, mutable and reused so that a pass over all processes allocates
/// nothing. Units are final: ticks and pages stay in the source.
public final class ProcessCounters {
    public int pid;
    public long startTicks;
    public int parentPid;
    public char state;
    public boolean kernelThread;

    /// The name as bytes, not decoded; `commLength` of them count.
    public final byte[] comm = new byte[64];

    public int commLength;
    public long userNanos;
    public long systemNanos;
    public long rssBytes;
    public long virtualBytes;
    public int threads;
    public int priority;
    public int nice;
    public long minorFaults;
    public long majorFaults;

    /// Changes with every exec (ASLR moves the arguments); 0 when the reader may not know it.
    public long execMark;

    /// Changes when the process is moved to another control group (v2); 0 when this source does not
    /// tell.
    public long placeMark;

    /// Effective user id.
    public int uid;

    /// Whether the two below count.
    public boolean schedulingKnown;

    /// Time that its living threads were ready to run and had no processor, nanoseconds.
    public long runDelayNanos;

    /// Switches of its threads, ended ones included, both by their will and against it.
    public long contextSwitches;

    /// Whether the four below count; else this source leaves them to the facts reader. As in
    /// [IoCounters].
    public boolean ioKnown;

    public long readBytes;
    public long writtenBytes;
    public long readCallBytes;
    public long writtenCallBytes;
}
