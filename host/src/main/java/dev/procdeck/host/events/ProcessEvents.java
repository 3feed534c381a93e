package dev.procdeck.host.events;

import dev.procdeck.host.libc.SystemCalls;
import dev.procdeck.host.processes.CommandLine;
import dev.procdeck.host.processes.PidMap;
import dev.procdeck.host.processes.ProcessCounters;
import dev.procdeck.host.processes.ProcessFiles;
import dev.procdeck.host.processes.ProcessIdentity;
import dev.procdeck.host.processes.ProcessSource;
import dev.procdeck.host.processes.UserNames;
import dev.procdeck.host.procfs.ProcFs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Joins what a source tells into the lives of processes. Each life is told of once at its begin,
/// at each exec and at its end, whatever was lost in between: then the process table is asked.
///
/// Belongs to one thread, but for [#wake].
public final class ProcessEvents implements AutoCloseable {
    /// A storm that loses events all the time is compared with the table this often.
    private static final long COMPARE_NANOS = 1_000_000_000L;

    private static final int REMEMBERED_ENDS = 4096;

    private final ProcessEventSource source;
    private final Supplier<ProcessSource> openTable;
    private final ProcessFiles files;
    private final ProcFs proc;
    private final Listener listener;
    private final PidMap<Life> lives = new PidMap<>();
    private final Map<ProcessIdentity, Ended> ends = new LinkedHashMap<>();
    private final ProcessEventSource.Sink sink = new Joining();
    private int ended;
    private long pass;
    private long lost;
    private boolean compareWanted;
    private boolean beginning;
    private long comparedNanos;

    /// Is told of lives, on the thread that reads.
    public interface Listener {
        void started(Life life);

        void executed(Life life);

        /// May come twice: first without a status, where the table was all that knew.
        void ended(Life life, ProcessEvent.Exited how);
    }

    /// A life that is over, as long as something may still be said of it.
    private record Ended(Life life, boolean withStatus) {}

    /// @param openTable opens the process table when it must be asked
    public ProcessEvents(
            ProcessEventSource source,
            Supplier<ProcessSource> openTable,
            ProcFs proc,
            Listener listener) {
        this.source = source;
        this.openTable = openTable;
        this.proc = proc;
        this.files = new ProcessFiles(proc, new UserNames(Path.of("/etc/passwd")));
        this.listener = listener;
    }

    /// Takes what runs now as known. The source must have begun before, so that nothing is missed.
    public void begin() {
        beginning = true;
        compare();
        beginning = false;
    }

    /// Waits for events for at most this long.
    public void await(int timeoutMillis) {
        source.await(timeoutMillis);
    }

    /// Waits for this long whatever happens on the host, so that events come in batches.
    public void pause(int timeoutMillis) {
        source.pause(timeoutMillis);
    }

    /// Ends a wait. From any thread.
    public void wake() {
        source.wake();
    }

    public void setEager(boolean eager) {
        source.setEager(eager);
    }

    /// Reads what happened and tells the listener.
    public void read() {
        source.read(sink);
        if (compareWanted && System.nanoTime() - comparedNanos >= COMPARE_NANOS) {
            compareWanted = false;
            compare();
        }
        if (ended > 0) {
            ended = 0;
            lives.removeIf(life -> ends.containsKey(life.identity()));
        }
    }

    /// How many events were lost so far, at least.
    public long lost() {
        return lost;
    }

    /// How many processes are known to run.
    public int running() {
        return lives.size();
    }

    private final class Joining implements ProcessEventSource.Sink {
        @Override
        public void take(ProcessEvent event) {
            switch (event) {
                case ProcessEvent.Forked forked -> forked(forked.subject());
                case ProcessEvent.Executed executed -> executed(executed);
                case ProcessEvent.Exited exited -> exited(exited);
            }
        }

        @Override
        public @Nullable ProcessIdentity known(int pid) {
            Life life = lives.get(pid);
            return life == null || ends.containsKey(life.identity()) ? null : life.identity();
        }

        @Override
        public void lost(long count) {
            lost += Math.max(1, count);
            compareWanted = true;
        }

        @Override
        public void compare() {
            ProcessEvents.this.compare();
        }
    }

    private @Nullable Life find(ProcessIdentity identity) {
        Life life = lives.get(identity.pid());
        return life != null && life.identity().equals(identity) ? life : null;
    }

    private void forked(ProcessEvent.Subject subject) {
        Life known = find(subject.identity());
        if (known != null) {
            known.learn(subject);
            return;
        }
        if (!ends.containsKey(subject.identity())) {
            listener.started(begun(subject));
        }
    }

    /// A life that begins now; whoever had the pid before is over, though nobody said so.
    private Life begun(ProcessEvent.Subject subject) {
        Life before = lives.get(subject.identity().pid());
        if (before != null && !ends.containsKey(before.identity())) {
            over(before, unseen(before));
        }
        Life life = new Life(subject, !beginning);
        Integer parentPid = subject.parentPid();
        Life parent = parentPid == null ? null : lives.get(parentPid);
        if (parent != null) {
            life.inherit(parent);
        }
        lives.put(subject.identity().pid(), life);
        return life;
    }

    private void executed(ProcessEvent.Executed event) {
        ProcessIdentity identity = event.subject().identity();
        Life life = find(identity);
        if (life == null && ends.containsKey(identity)) {
            return;
        }
        boolean unknown = life == null;
        Life now = life == null ? begun(event.subject()) : life;
        now.learn(event.subject());
        CommandLine line = event.commandLine();
        now.setCommandLine(line == null ? files.commandLine(identity.pid()).orElse(null) : line);
        if (now.group() == null) {
            now.setGroup(files.group(identity.pid()).orElse(null));
        }
        now.setExecMark(0);
        if (unknown) {
            listener.started(now);
        } else {
            listener.executed(now);
        }
    }

    private void exited(ProcessEvent.Exited event) {
        ProcessIdentity identity = event.subject().identity();
        Life life = find(identity);
        Ended before = ends.get(identity);
        if (before != null) {
            if (!before.withStatus() && event.status() != null) {
                ends.put(identity, new Ended(before.life(), true));
                listener.ended(before.life(), event);
            }
            return;
        }
        if (life == null) {
            life = begun(event.subject());
            listener.started(life);
        }
        life.learn(event.subject());
        over(life, event);
    }

    private void over(Life life, ProcessEvent.Exited how) {
        ends.put(life.identity(), new Ended(life, how.status() != null));
        ended++;
        var eldest = ends.entrySet().iterator();
        while (ends.size() > REMEMBERED_ENDS) {
            Life forgotten = eldest.next().getValue().life();
            eldest.remove();
            dropNow(forgotten);
        }
        listener.ended(life, how);
    }

    /// Its end is forgotten before the map was cleared of it: it must not look alive again.
    private void dropNow(Life forgotten) {
        if (find(forgotten.identity()) != null) {
            lives.removeIf(life -> life == forgotten || ends.containsKey(life.identity()));
        }
    }

    private static ProcessEvent.Exited unseen(Life life) {
        return new ProcessEvent.Exited(life.subject(), SystemCalls.bootNanos(), null, null, null);
    }

    /// Brings what is known in line with the process table.
    private void compare() {
        comparedNanos = System.nanoTime();
        pass++;
        // Opened anew each time: descriptors kept open belong to the one who looks each second.
        try (ProcessSource table = openTable.get()) {
            table.read(this::seen);
        }
        lives.removeIf(life -> {
            if (life.seenInPass() == pass) {
                return false;
            }
            if (!ends.containsKey(life.identity())) {
                over(life, unseen(life));
            }
            return true;
        });
    }

    private void seen(ProcessCounters c) {
        // A zombie has ended already; one whose other threads go on has not.
        if (c.kernelThread || (c.state == 'Z' && c.threads <= 1)) {
            return;
        }
        ProcessIdentity identity = new ProcessIdentity(c.pid, c.startTicks);
        if (ends.containsKey(identity)) {
            return;
        }
        Life life = find(identity);
        if (life == null) {
            life = begun(subjectOf(c, identity));
            life.setCommandLine(files.commandLine(c.pid).orElse(null));
            life.setGroup(files.group(c.pid).orElse(life.group()));
            life.setExecMark(c.execMark);
            life.setSeenInPass(pass);
            if (!beginning) {
                listener.started(life);
            }
            return;
        }
        life.setSeenInPass(pass);
        if (life.execMark() != c.execMark) {
            boolean known = life.execMark() != 0;
            life.setExecMark(c.execMark);
            if (known) {
                life.learn(subjectOf(c, identity));
                life.setCommandLine(files.commandLine(c.pid).orElse(null));
                listener.executed(life);
            }
        }
    }

    private ProcessEvent.Subject subjectOf(ProcessCounters c, ProcessIdentity identity) {
        Life parent = lives.get(c.parentPid);
        return new ProcessEvent.Subject(
                identity,
                proc.units().ticksToNanos(c.startTicks),
                c.parentPid,
                parent == null ? null : parent.comm(),
                c.uid,
                new String(c.comm, 0, c.commLength, StandardCharsets.UTF_8),
                null);
    }

    @Override
    public void close() {
        source.close();
        files.close();
    }
}
