package dev.procdeck.agent.sampling;

import dev.procdeck.agent.policy.Policy;
import dev.procdeck.agent.views.ProcessView;
import dev.procdeck.host.libc.SystemCalls;
import dev.procdeck.host.processes.ProcessSample;
import dev.procdeck.host.processes.ProcessTable;
import dev.procdeck.host.processes.TaskCounts;
import dev.procdeck.protocol.ProcessKey;
import dev.procdeck.protocol.live.Live;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The process table. Also gives the totals their counts, so it is sampled once for both.
final class ProcessCollector implements Collector, AutoCloseable {
    private static final long MAX_AGE_NANOS = 5_000_000_000L;

    /// Reading the processes takes at most a fiftieth of one processor.
    private static final long COST_FACTOR = 50;

    private static final long MAX_PERIOD_NANOS = 10_000_000_000L;
    private static final long FIRST_PASS_FACTOR = 8;
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final Supplier<ProcessTable> open;
    private final ProcessView view;
    private final Consumer<Live> publish;
    private final LongSupplier periodNanos;
    private @Nullable ProcessTable table;
    private @Nullable ProcessSample sample;
    private long sampledNanos;
    private long sampledTick;
    private long publishedTick;
    private long costNanos;

    ProcessCollector(
            Supplier<ProcessTable> open,
            ProcessView view,
            Consumer<Live> publish,
            LongSupplier periodNanos) {
        this.periodNanos = periodNanos;
        this.open = open;
        this.view = view;
        this.publish = publish;
    }

    /// The processes at this tick; read when they were not yet.
    ProcessSample sample(long tick) {
        ProcessSample known = sample;
        if (known != null && sampledTick == tick) {
            return known;
        }
        ProcessTable reader = table;
        if (reader == null) {
            reader = open.get();
            table = reader;
        }
        long begun = SystemCalls.threadCpuNanos();
        ProcessSample fresh = reader.sample();
        long took = SystemCalls.threadCpuNanos() - begun;
        // The first pass runs cold and looks at everything: later ones cost a fraction.
        costNanos = costNanos == 0 ? took / FIRST_PASS_FACTOR : (costNanos * 3 + took) / 4;
        if (publishedTick != sampledTick) {
            // A sample in between was taken for the totals alone; its changes were not published.
            publishedTick = 0;
        }
        sample = fresh;
        sampledTick = tick;
        sampledNanos = System.nanoTime();
        view.forget(fresh.changes().removed());
        return fresh;
    }

    /// The sample of this tick, if one was taken.
    @Nullable ProcessSample sampledAt(long tick) {
        return sampledTick == tick ? sample : null;
    }

    /// Sees to it that the processes are known, though perhaps not of this very tick: enough to
    /// tell whose unit a process is in.
    void ensure(long tick) {
        if (sample == null || System.nanoTime() - sampledNanos > MAX_AGE_NANOS) {
            sample(tick);
        }
    }

    @Override
    public void collect(long tick, Policy policy) {
        ProcessSample now = sample(tick);
        if (view.use(policy)) {
            publishedTick = 0;
        }
        Long base = Collector.base(publishedTick);
        List<dev.procdeck.protocol.live.ProcessRow> rows = new ArrayList<>();
        List<ProcessKey> gone = List.of();
        if (base == null) {
            view.addRows(rows, now.rows());
        } else {
            view.addRows(rows, now.changes().added());
            view.addRows(rows, now.changes().changed());
            gone = ProcessView.keys(now.changes().removed());
        }
        publish.accept(
                new Live.ProcessesFrame(
                        tick,
                        base,
                        now.takenAt(),
                        now.bootId(),
                        (int)
                                (Math.max(periodNanos.getAsLong(), minPeriodNanos())
                                        / NANOS_PER_MILLI),
                        rows,
                        gone));
        publishedTick = tick;
    }

    @Override
    public long minPeriodNanos() {
        return Math.min(costNanos * COST_FACTOR, MAX_PERIOD_NANOS);
    }

    /// The counts of this tick, or of the last one when reading again so soon would cost too much.
    TaskCounts counts(long tick) {
        ProcessSample known = sample;
        if (known != null && System.nanoTime() - sampledNanos < minPeriodNanos()) {
            return known.counts();
        }
        return sample(tick).counts();
    }

    @Nullable ProcessSample newest() {
        return sample;
    }

    long newestNanos() {
        return sampledNanos;
    }

    /// Nobody holds the table any more; the counters stay while the totals are watched.
    @Override
    public void pause() {
        publishedTick = 0;
    }

    /// Nobody looks; the memory goes on with the counters.
    void rest() {
        publishedTick = 0;
        view.forgetAll();
    }

    @Override
    public void close() {
        ProcessTable reader = table;
        table = null;
        sample = null;
        if (reader != null) {
            reader.close();
        }
    }
}
