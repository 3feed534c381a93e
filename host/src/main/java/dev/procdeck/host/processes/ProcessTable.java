package dev.procdeck.host.processes;

import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.procfs.ProcFs;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// The table of all processes: keeps each identity's facts and makes rates from two samples of the
/// same identity with the monotonic clock. In the steady state an idle process costs no garbage.
///
/// Belongs to the sampling thread; the samples that it answers are immutable and free.
public final class ProcessTable implements AutoCloseable {
    private static final Comparator<ProcessEntry> BY_PID = Comparator.comparingInt(e -> e.pid);

    private static final int SAMPLES_BETWEEN_USERS = 8;

    private final ProcFs proc;
    private final ProcessSource source;
    private final InstantSource wallClock;
    private final LongSupplier monotonicNanos;
    private final UserNames users;
    private final FactsReader io;
    private final FactsLookups lookups;
    private final String bootId;
    private final PidMap<ProcessEntry> entries = new PidMap<>();
    private final ProcessSource.Visitor visitor = new Joiner();

    /// Ordered by pid.
    private ProcessEntry[] order = new ProcessEntry[1024];

    private ProcessRow[] work = new ProcessRow[1024];
    private int count;
    private int visited;
    private final List<ProcessEntry> fresh = new ArrayList<>();
    private boolean disordered;
    private RowList rows = RowList.EMPTY;
    private final List<ProcessEntry> touched = new ArrayList<>();
    private List<ProcessIdentity> removed = List.of();
    private final int[] states = new int[128];
    private long sample;
    private long sampleNanos;
    private boolean complete;
    private long completeNanos;
    private Instant bootTime = Instant.EPOCH;
    private boolean bootTimeKnown;

    /// A table over `source`, with facts from `proc` and names from /etc/passwd.
    public ProcessTable(ProcFs proc, ProcessSource source) {
        this(
                proc,
                source,
                new UserNames(Path.of("/etc/passwd")),
                InstantSource.system(),
                System::nanoTime);
    }

    /// The same with everything from outside given.
    public ProcessTable(
            ProcFs proc,
            ProcessSource source,
            UserNames users,
            InstantSource wallClock,
            LongSupplier monotonicNanos) {
        this(proc, source, users, () -> new FactsReader(proc, users), wallClock, monotonicNanos);
    }

    /// The same with the readers of facts given.
    ProcessTable(
            ProcFs proc,
            ProcessSource source,
            UserNames users,
            Supplier<FactsLookups.Answerer> readers,
            InstantSource wallClock,
            LongSupplier monotonicNanos) {
        this.proc = proc;
        this.source = source;
        this.users = users;
        this.wallClock = wallClock;
        this.monotonicNanos = monotonicNanos;
        this.io = new FactsReader(proc, users);
        this.lookups = new FactsLookups(readers);
        this.bootId =
                switch (proc.readBootId()) {
                    case Reading.Value<String>(String id) -> id;
                    case Reading.Denied<String> _, Reading.Unsupported<String> _ ->
                            throw new IllegalStateException(
                                    "no boot id below " + proc.files().root());
                };
    }

    /// Reads every process once. A failure of the source is thrown; the next call goes on from
    /// there, with rates over the longer time.
    public ProcessSample sample() {
        sampleNanos = monotonicNanos.getAsLong();
        sample++;
        begin();
        source.read(visitor);
        if (visited != entries.size()) {
            entries.removeIf(this::remove);
        }
        lookups.settle(this::answered, this::unanswered);
        List<ProcessRow> added = rowsOf(fresh);
        List<ProcessRow> changed = rowsOf(touched);
        if (disordered) {
            reorder();
        }
        for (int i = 0; i < touched.size(); i++) {
            ProcessEntry entry = touched.get(i);
            work[entry.position] = entry.row();
        }
        rows = rows.with(work, count);
        Duration interval = complete ? Duration.ofNanos(sampleNanos - completeNanos) : null;
        complete = true;
        completeNanos = sampleNanos;
        return new ProcessSample(
                bootId,
                wallClock.instant(),
                interval,
                source.name(),
                rows,
                new ProcessSample.Changes(added, changed, removed),
                counts());
    }

    private void begin() {
        if (sample % SAMPLES_BETWEEN_USERS == 1) {
            users.refresh();
        }
        bootTimeKnown = false;
        visited = 0;
        touched.clear();
        removed = List.of();
        Arrays.fill(states, 0);
    }

    /// The wall-clock time of the boot moves when somebody sets the clock; start times already
    /// shown stay.
    private void findBootTime() {
        if (bootTimeKnown) {
            return;
        }
        bootTimeKnown = true;
        switch (proc.readUptimeMillis()) {
            case Reading.Value<Long>(Long uptime) -> {
                Instant found = wallClock.instant().minusMillis(uptime);
                if (Duration.between(bootTime, found).abs().toMillis() > 1000) {
                    bootTime = found;
                }
            }
            case Reading.Denied<Long>(String what) -> throw new IllegalStateException(what);
            case Reading.Unsupported<Long>(String what) -> throw new IllegalStateException(what);
        }
    }

    /// Joins what the source gives with what is known.
    private final class Joiner implements ProcessSource.Visitor {
        @Override
        public void visit(ProcessCounters c) {
            ProcessEntry entry = entries.get(c.pid);
            if (entry != null && entry.row().startTicks() != c.startTicks) {
                removed = appended(removed, entry.row().identity());
                entry = null;
            }
            if (entry == null) {
                entry = add(c);
            } else if (entry.seenAtSample == sample) {
                // Seen twice in one pass (a listing is no snapshot): the first counts.
                return;
            } else {
                if (entry.update(c, io, sample, sampleNanos)) {
                    touch(entry);
                }
                ask(entry);
            }
            count(entry);
        }

        @Override
        public boolean stays(int pid) {
            ProcessEntry entry = entries.get(pid);
            if (entry == null
                    || entry.seenAtSample == sample
                    || !entry.stays(sample, sampleNanos)) {
                return false;
            }
            count(entry);
            return true;
        }
    }

    private ProcessEntry add(ProcessCounters c) {
        findBootTime();
        Instant start = bootTime.plusMillis(proc.units().ticksToMillis(c.startTicks));
        ProcessEntry entry = new ProcessEntry(c, users, io, start, sample, sampleNanos);
        entries.put(c.pid, entry);
        // It is new, not changed.
        entry.touchedAtSample = sample;
        fresh.add(entry);
        ask(entry);
        disordered = true;
        return entry;
    }

    private void ask(ProcessEntry entry) {
        FactsLookup lookup = entry.newLookup(sample);
        if (lookup != null) {
            lookups.ask(lookup);
        }
    }

    private void answered(FactsLookup lookup) {
        if (lookup.entry().answered(lookup)) {
            touchKnown(lookup.entry());
        }
    }

    private void unanswered(FactsLookup lookup, boolean comes) {
        if (lookup.entry().unanswered(lookup, comes)) {
            touchKnown(lookup.entry());
        }
    }

    /// The process may have ended meanwhile.
    private void touchKnown(ProcessEntry entry) {
        if (entries.get(entry.pid) == entry) {
            touch(entry);
        }
    }

    private void touch(ProcessEntry entry) {
        if (entry.touchedAtSample != sample) {
            entry.touchedAtSample = sample;
            touched.add(entry);
        }
    }

    private static List<ProcessRow> rowsOf(List<ProcessEntry> some) {
        if (some.isEmpty()) {
            return List.of();
        }
        List<ProcessRow> rows = new ArrayList<>(some.size());
        for (ProcessEntry entry : some) {
            rows.add(entry.row());
        }
        return rows;
    }

    private void count(ProcessEntry entry) {
        visited++;
        states[entry.row().state() & 127]++;
    }

    /// Brings [#order] and [#work] in line with the entries after some came or went.
    private void reorder() {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            // A pid may be another process's now.
            if (entries.get(order[i].pid) == order[i]) {
                order[kept++] = order[i];
            }
        }
        count = kept + fresh.size();
        if (count > order.length) {
            order = Arrays.copyOf(order, count * 2);
            work = new ProcessRow[order.length];
        }
        for (ProcessEntry entry : fresh) {
            order[kept++] = entry;
        }
        fresh.clear();
        disordered = false;
        Arrays.sort(order, 0, count, BY_PID);
        for (int i = 0; i < count; i++) {
            order[i].position = i;
            work[i] = order[i].row();
        }
    }

    private boolean remove(ProcessEntry entry) {
        if (entry.seenAtSample == sample) {
            return false;
        }
        removed = appended(removed, entry.row().identity());
        disordered = true;
        return true;
    }

    /// Lists are handed out with the sample, so an empty one is shared and the next sample starts a
    /// new one.
    private static <T> List<T> appended(List<T> list, T element) {
        List<T> target = list instanceof ArrayList ? list : new ArrayList<>();
        target.add(element);
        return target;
    }

    private TaskCounts counts() {
        int running = states['R'];
        int stopped = states['T'] + states['t'];
        int zombie = states['Z'];
        return new TaskCounts(count, running, count - running - stopped - zombie, stopped, zombie);
    }

    public String bootId() {
        return bootId;
    }

    /// Closes the source.
    @Override
    public void close() {
        lookups.close();
        source.close();
    }
}
