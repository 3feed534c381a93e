package dev.procdeck.host.events;

import dev.procdeck.host.processes.CommandLine;
import dev.procdeck.host.processes.ControlGroup;
import dev.procdeck.host.processes.ProcessIdentity;
import org.jspecify.annotations.Nullable;

/// One process from its begin to its end, as far as it was seen. Changes with every event; belongs
/// to the thread that reads them.
public final class Life {
    private final ProcessIdentity identity;
    private final long startNanos;
    private final boolean startSeen;
    private @Nullable Integer parentPid;
    private @Nullable String parentComm;
    private @Nullable Integer uid;
    private @Nullable String comm;
    private @Nullable ControlGroup group;
    private @Nullable CommandLine commandLine;
    private long execMark;
    private long seenInPass;
    private long entry;

    /// @param startSeen whether its begin was an event; else it ran when somebody first looked
    Life(ProcessEvent.Subject subject, boolean startSeen) {
        this.identity = subject.identity();
        this.startNanos = subject.startNanos();
        this.startSeen = startSeen;
        learn(subject);
    }

    /// Takes over what the subject knows. Its parent is who started it, not who took it over when
    /// that one ended.
    void learn(ProcessEvent.Subject subject) {
        if (parentPid == null) {
            parentPid = subject.parentPid();
            parentComm = subject.parentComm();
        }
        uid = subject.uid() == null ? uid : subject.uid();
        comm = subject.comm() == null ? comm : subject.comm();
        group = subject.group() == null ? group : subject.group();
    }

    /// A fork begins as a copy of its parent.
    void inherit(Life parent) {
        parentComm = parentComm == null ? parent.comm : parentComm;
        comm = comm == null ? parent.comm : comm;
        uid = uid == null ? parent.uid : uid;
        group = group == null ? parent.group : group;
        commandLine = commandLine == null ? parent.commandLine : commandLine;
    }

    void setCommandLine(@Nullable CommandLine line) {
        commandLine = line;
    }

    void setGroup(@Nullable ControlGroup now) {
        group = now;
    }

    long execMark() {
        return execMark;
    }

    void setExecMark(long mark) {
        execMark = mark;
    }

    long seenInPass() {
        return seenInPass;
    }

    void setSeenInPass(long pass) {
        seenInPass = pass;
    }

    public ProcessIdentity identity() {
        return identity;
    }

    /// When it began, in nanoseconds since boot.
    public long startNanos() {
        return startNanos;
    }

    public boolean startSeen() {
        return startSeen;
    }

    public @Nullable Integer parentPid() {
        return parentPid;
    }

    public @Nullable String parentComm() {
        return parentComm;
    }

    public @Nullable Integer uid() {
        return uid;
    }

    public @Nullable String comm() {
        return comm;
    }

    public @Nullable ControlGroup group() {
        return group;
    }

    /// Of the program that it runs, or of its parent while it runs none of its own; null where it
    /// could not be read.
    public @Nullable CommandLine commandLine() {
        return commandLine;
    }

    /// A mark of the listener's; 0 at first.
    public long entry() {
        return entry;
    }

    public void setEntry(long mark) {
        entry = mark;
    }

    ProcessEvent.Subject subject() {
        return new ProcessEvent.Subject(
                identity, startNanos, parentPid, parentComm, uid, comm, group);
    }
}
