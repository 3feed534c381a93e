package dev.procdeck.host.events;

import dev.procdeck.host.libc.EventFd;
import dev.procdeck.host.libc.SystemCalls;
import dev.procdeck.host.netlink.ProcConnector;
import dev.procdeck.host.netlink.ProcEvent;
import dev.procdeck.host.processes.ControlGroup;
import dev.procdeck.host.processes.ProcessCounters;
import dev.procdeck.host.processes.ProcessFiles;
import dev.procdeck.host.processes.ProcessIdentity;
import dev.procdeck.host.processes.UserNames;
import dev.procdeck.host.procfs.ProcFs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Process events from the process connector. The kernel tells pids alone; the rest is read from
/// /proc in a hurry, and what had ended by then is told without it. For one thread, but for
/// [#wake].
public final class ConnectorEventSource implements ProcessEventSource {
    /// Nobody waits, but what is read too late is gone from /proc.
    private static final int LAZY_PAUSE_MILLIS = 250;

    /// Parent of every kernel thread.
    private static final int KTHREADD = 2;

    private final ProcConnector connector;
    private final ProcFs proc;
    private final ProcessFiles files;
    private final EventFd wake = EventFd.open();
    private final Map<Integer, Integer> sequences = new HashMap<>();
    private boolean eager;
    private long bootOffsetNanos;
    private @Nullable Found found;

    /// What /proc says of a process.
    private record Found(
            ProcessIdentity identity,
            long startNanos,
            int parentPid,
            int uid,
            String comm,
            boolean kernelThread) {}

    /// Owns the connector from now on.
    public ConnectorEventSource(ProcConnector connector, ProcFs proc) {
        this.connector = connector;
        this.proc = proc;
        this.files = new ProcessFiles(proc, new UserNames(Path.of("/etc/passwd")));
    }

    @Override
    public String name() {
        return "connector";
    }

    @Override
    public void setEager(boolean now) {
        eager = now;
    }

    @Override
    public void await(int timeoutMillis) {
        if (eager) {
            wake.await(connector.fd(), timeoutMillis);
        } else {
            pause(Math.min(timeoutMillis, LAZY_PAUSE_MILLIS));
        }
    }

    @Override
    public void pause(int timeoutMillis) {
        wake.await(-1, timeoutMillis);
    }

    @Override
    public void wake() {
        wake.signal();
    }

    @Override
    public void read(Sink sink) {
        bootOffsetNanos = SystemCalls.bootNanos() - SystemCalls.monotonicNanos();
        connector.read(event -> {
            countLost(event, sink);
            long time = event.timeNanos() + bootOffsetNanos;
            switch (event.detail()) {
                case ProcEvent.Detail.Forked(int parent, int pid) ->
                        forked(parent, pid, time, sink);
                case ProcEvent.Detail.Executed(int pid) -> executed(pid, time, sink);
                case ProcEvent.Detail.Exited(int pid, int status) ->
                        exited(pid, status, time, sink);
                case ProcEvent.Detail.Accepted _, ProcEvent.Detail.Other _ -> {}
            }
        });
    }

    private void countLost(ProcEvent event, Sink sink) {
        if (event.detail() instanceof ProcEvent.Detail.Accepted) {
            return;
        }
        Integer before = sequences.put(event.cpu(), event.sequence());
        if (before != null && event.sequence() != before + 1) {
            sink.lost(Math.max(1, event.sequence() - before - 1));
        }
    }

    private void forked(int parent, int pid, long time, Sink sink) {
        Found now = find(pid);
        if (parent == KTHREADD || (now != null && now.kernelThread())) {
            return;
        }
        ProcessIdentity identity =
                now == null
                        ? new ProcessIdentity(pid, proc.units().nanosToTicks(time))
                        : now.identity();
        sink.take(
                new ProcessEvent.Forked(
                        new ProcessEvent.Subject(
                                identity,
                                now == null ? time : now.startNanos(),
                                parent,
                                null,
                                now == null ? null : now.uid(),
                                now == null ? null : now.comm(),
                                null),
                        time));
    }

    private void executed(int pid, long time, Sink sink) {
        Found now = find(pid);
        sink.take(
                new ProcessEvent.Executed(
                        subject(pid, now, time, sink, files.group(pid).orElse(null)),
                        time,
                        now == null ? null : files.commandLine(pid).orElse(null)));
    }

    private void exited(int pid, int status, long time, Sink sink) {
        Found now = find(pid);
        if (now != null && now.kernelThread()) {
            return;
        }
        if (now == null && sink.known(pid) == null) {
            // It began before anybody listened or was a kernel thread: nothing to tell of it.
            return;
        }
        sink.take(
                new ProcessEvent.Exited(
                        subject(pid, now, time, sink, null),
                        time,
                        new ExitStatus(status),
                        null,
                        null));
    }

    /// Who has the pid is whom the events told of, even where /proc has the next one already.
    private ProcessEvent.Subject subject(
            int pid, @Nullable Found now, long time, Sink sink, @Nullable ControlGroup group) {
        ProcessIdentity known = sink.known(pid);
        boolean same = now != null && (known == null || known.equals(now.identity()));
        ProcessIdentity identity =
                known != null
                        ? known
                        : now != null
                                ? now.identity()
                                : new ProcessIdentity(pid, proc.units().nanosToTicks(time));
        return new ProcessEvent.Subject(
                identity,
                same && now != null ? now.startNanos() : time,
                same && now != null ? now.parentPid() : null,
                null,
                same && now != null ? now.uid() : null,
                same && now != null ? now.comm() : null,
                group);
    }

    private @Nullable Found find(int pid) {
        found = null;
        files.read(pid, this::take);
        return found;
    }

    private void take(ProcessCounters c) {
        found =
                new Found(
                        new ProcessIdentity(c.pid, c.startTicks),
                        proc.units().ticksToNanos(c.startTicks),
                        c.parentPid,
                        c.uid,
                        new String(c.comm, 0, c.commLength, StandardCharsets.UTF_8),
                        c.kernelThread);
    }

    @Override
    public void close() {
        connector.close();
        files.close();
        wake.close();
    }
}
