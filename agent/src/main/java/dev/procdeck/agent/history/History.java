package dev.procdeck.agent.history;

import dev.procdeck.agent.views.ProcessView;
import dev.procdeck.host.processes.ProcessRow;
import dev.procdeck.host.processes.ProcessSample;
import dev.procdeck.protocol.live.Resources;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What the host did in the last hour: the rings, and who is worth remembering. `remember*` belongs
/// to the sampling thread; everything else is for any thread.
public final class History {
    public static final Duration SPAN = Duration.ofHours(1);

    private static final int MAX_TOTALS_BYTES = 3 << 20;
    private static final int MAX_PROCESSES_BYTES = 5 << 20;

    private static final int BY_CPU = 16;
    private static final int BY_MEMORY = 10;
    private static final int BY_IO = 6;

    /// Whoever uses this much of a CPU is remembered even behind the first sixteen.
    private static final double ALWAYS_CPU_PERCENT = 20;

    private static final int MAX_BY_CPU = 64;

    /// Start times come from ticks and a boot time that is known to the tenth.
    private static final Duration START_SLACK = Duration.ofMillis(500);

    private final TotalsRing totals;
    private final ProcessRing processes;
    private final ProcessView view;
    private final Top byCpu = new Top(MAX_BY_CPU);
    private final Top byMemory = new Top(BY_MEMORY);
    private final Top byIo = new Top(BY_IO);
    private @Nullable ProcessSample previous;
    private long previousNanos;

    /// @param view the sampling thread's own, which masks command lines
    public History(ProcessView view) {
        this(view, MAX_TOTALS_BYTES, MAX_PROCESSES_BYTES);
    }

    History(ProcessView view, int maxTotalsBytes, int maxProcessesBytes) {
        this.view = view;
        this.totals = new TotalsRing(SPAN.toNanos(), maxTotalsBytes);
        this.processes = new ProcessRing(SPAN.toNanos(), maxProcessesBytes);
    }

    /// Remembers totals with rates.
    public void remember(long nanos, Resources sample) {
        totals.add(nanos, sample);
    }

    /// Remembers what was used since the sample before; the first has nothing to compare with.
    public void remember(long nanos, ProcessSample now) {
        ProcessSample before = previous;
        long interval = nanos - previousNanos;
        previous = now;
        previousNanos = nanos;
        if (before == null || interval <= 0) {
            return;
        }
        Instant since = before.takenAt().minus(START_SLACK);
        float all = rank(now, before, since, interval);
        int[] places = choose();
        ProcessRing.Draft draft = processes.new Draft(places.length);
        for (int place : places) {
            ProcessRow row = now.rows().get(place);
            ProcessRow earlier =
                    before.find(row.pid())
                            .filter(each -> each.startTicks() == row.startTicks())
                            .orElse(null);
            boolean isNew = row.startTime().isAfter(since);
            draft.put(
                    row,
                    view.name(row),
                    Usage.cpuPercent(row, earlier, isNew, interval),
                    Usage.readBytesPerSecond(row, earlier, isNew, interval),
                    Usage.writtenBytesPerSecond(row, earlier, isNew, interval));
        }
        processes.add(nanos, now.takenAt(), interval, now.rows().size(), all, draft);
    }

    /// A stretch without samples begins: the next one is not compared with what was before.
    public void pause() {
        previous = null;
    }

    /// The totals since that monotonic time, oldest first.
    public List<Resources> totalsSince(long nanos) {
        return totals.since(nanos);
    }

    /// The processes that mattered at a moment; empty where nothing was recorded.
    public Optional<Moment> processesAt(Instant moment) {
        return processes.at(moment);
    }

    /// How far back the processes are remembered; null at first.
    public @Nullable Instant oldestProcesses() {
        return processes.oldest();
    }

    /// The last moment that is remembered; null at first.
    public @Nullable Instant newestProcesses() {
        return processes.newest();
    }

    /// What both rings hold, in bytes of heap, as they count it.
    int bytes() {
        return totals.bytes() + processes.bytes();
    }

    int processSamples() {
        return processes.size();
    }

    int totalsSamples() {
        return totals.size();
    }

    /// One walk over both samples, which are ordered by pid. Answers what all used together.
    private float rank(ProcessSample now, ProcessSample before, Instant since, long interval) {
        byCpu.clear();
        byMemory.clear();
        byIo.clear();
        double all = 0;
        int other = 0;
        List<ProcessRow> rows = now.rows();
        List<ProcessRow> earlierRows = before.rows();
        for (int i = 0; i < rows.size(); i++) {
            ProcessRow row = rows.get(i);
            while (other < earlierRows.size() && earlierRows.get(other).pid() < row.pid()) {
                other++;
            }
            ProcessRow earlier = other < earlierRows.size() ? earlierRows.get(other) : null;
            if (earlier != null
                    && (earlier.pid() != row.pid() || earlier.startTicks() != row.startTicks())) {
                earlier = null;
            }
            byMemory.offer(row.rssBytes(), i);
            if (row == earlier) {
                continue;
            }
            boolean isNew = earlier == null && row.startTime().isAfter(since);
            float cpu = Usage.cpuPercent(row, earlier, isNew, interval);
            if (cpu > 0) {
                all += cpu;
                byCpu.offer(cpu, i);
            }
            float read = Usage.readBytesPerSecond(row, earlier, isNew, interval);
            float written = Usage.writtenBytesPerSecond(row, earlier, isNew, interval);
            byIo.offer((read > 0 ? read : 0) + (written > 0 ? written : 0), i);
        }
        return (float) all;
    }

    /// The places of those who are among the first by anything, each once.
    private int[] choose() {
        IntStream.Builder chosen = IntStream.builder();
        for (int i = 0; i < byCpu.size(); i++) {
            if (i < BY_CPU || byCpu.value(i) >= ALWAYS_CPU_PERCENT) {
                chosen.add(byCpu.place(i));
            }
        }
        byMemory.places().forEach(chosen::add);
        byIo.places().forEach(chosen::add);
        return chosen.build().distinct().toArray();
    }
}
