package dev.procdeck.agent.sampling;

import dev.procdeck.agent.history.History;
import dev.procdeck.host.libc.SystemCalls;
import dev.procdeck.host.processes.ProcessSample;
import dev.procdeck.host.resources.ResourceSample;
import org.jspecify.annotations.Nullable;

/// Feeds the memory: with what a tick sampled for those who look, and while nobody does with
/// samples of its own, seldom enough that they cost next to nothing. Used by the sampling thread
/// alone.
final class Recorder {
    private static final long PERIOD_NANOS = 1_000_000_000L;
    private static final long SLACK_NANOS = 100_000_000L;

    /// While nobody looks, all processes are read and remembered so seldom that it takes this part
    /// of a CPU.
    private static final long COST_FACTOR = 2_000;

    /// The first pass runs cold and reads every process's facts: later ones cost a fraction.
    private static final long FIRST_PASS_FACTOR = 8;

    private static final long MAX_PERIOD_NANOS = 300_000_000_000L;

    private final History history;
    private final ProcessCollector processes;
    private final ResourceCollector resources;
    private @Nullable ResourceSample previous;
    private long totalsDue;
    private long rememberedNanos;
    private long costNanos;

    Recorder(History history, ProcessCollector processes, ResourceCollector resources, long begin) {
        this.history = history;
        this.processes = processes;
        this.resources = resources;
        this.totalsDue = begin;
        this.rememberedNanos = begin - PERIOD_NANOS;
    }

    /// Nanoseconds until something is to be recorded: the totals set the beat, and processes that
    /// nobody watches are read on it, so that an unwatched host wakes the thread once a second.
    long untilNextNanos(long now) {
        return Math.max(0, totalsDue - now);
    }

    /// After the collectors of a tick.
    ///
    /// @param watched whether ticks sample the processes for somebody
    void record(long tick, boolean watched) {
        long now = System.nanoTime();
        boolean beat = totalsDue - now <= SLACK_NANOS;
        recordProcesses(tick, now, beat && !watched);
        if (beat) {
            recordTotals(tick, System.nanoTime());
        }
    }

    private void recordProcesses(long tick, long now, boolean mayRead) {
        long sinceLast = now - rememberedNanos + SLACK_NANOS;
        ProcessSample sample = processes.sampledAt(tick);
        if (sample != null && sinceLast >= PERIOD_NANOS) {
            remember(now, sample);
        } else if (sample == null && mayRead && sinceLast >= readingPeriodNanos()) {
            long begun = SystemCalls.threadCpuNanos();
            remember(now, processes.sample(tick));
            long took = SystemCalls.threadCpuNanos() - begun;
            costNanos = costNanos == 0 ? took / FIRST_PASS_FACTOR : (costNanos + took) / 2;
        }
    }

    private void remember(long now, ProcessSample sample) {
        history.remember(now, sample);
        rememberedNanos = now;
    }

    private long readingPeriodNanos() {
        return Math.clamp(costNanos * COST_FACTOR, PERIOD_NANOS, MAX_PERIOD_NANOS);
    }

    private void recordTotals(long tick, long now) {
        // Keeps its beat, unless it was missed: no rate is made from a moment.
        boolean late = now - totalsDue > SLACK_NANOS;
        totalsDue = (late ? now : totalsDue) + PERIOD_NANOS;
        ResourceSample sample = resources.sample(tick);
        ResourceSample before = previous;
        previous = sample;
        ProcessSample known = processes.newest();
        if (before != null && known != null) {
            history.remember(now, resources.shown(sample.since(before), known.counts()));
        }
    }
}
