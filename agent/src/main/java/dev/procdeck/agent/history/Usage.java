package dev.procdeck.agent.history;

import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.processes.IoCounters;
import dev.procdeck.host.processes.ProcessRow;
import org.jspecify.annotations.Nullable;

/// What one process used between two samples that are remembered, from its counters: the table's
/// own rates are over the time between two of its samples, which may be shorter. Pure.
final class Usage {
    /// Not known: a counter went backwards, or the first sight of a process that is not new.
    static final float UNKNOWN = Float.NaN;

    private static final double NANOS_PER_SECOND = 1e9;

    private Usage() {}

    /// Percent of one CPU.
    ///
    /// @param before the same identity one remembered sample earlier; null when it was not there
    /// @param isNew whether it started since, so that all its time is of this interval
    static float cpuPercent(
            ProcessRow now, @Nullable ProcessRow before, boolean isNew, long intervalNanos) {
        if (now == before) {
            return 0;
        }
        if (before == null && !isNew) {
            return UNKNOWN;
        }
        long earlier = before == null ? 0 : before.userNanos() + before.systemNanos();
        long nanos = now.userNanos() + now.systemNanos() - earlier;
        return nanos < 0 ? UNKNOWN : (float) (100.0 * nanos / intervalNanos);
    }

    static float readBytesPerSecond(
            ProcessRow now, @Nullable ProcessRow before, boolean isNew, long intervalNanos) {
        return io(now, before, isNew, intervalNanos, true);
    }

    static float writtenBytesPerSecond(
            ProcessRow now, @Nullable ProcessRow before, boolean isNew, long intervalNanos) {
        return io(now, before, isNew, intervalNanos, false);
    }

    private static float io(
            ProcessRow now,
            @Nullable ProcessRow before,
            boolean isNew,
            long intervalNanos,
            boolean reads) {
        if (!(now.io() instanceof Reading.Value<IoCounters>(IoCounters counters))) {
            return UNKNOWN;
        }
        long earlier = 0;
        if (before != null) {
            if (!(before.io() instanceof Reading.Value<IoCounters>(IoCounters known))) {
                return UNKNOWN;
            }
            earlier = reads ? known.readBytes() : known.writtenBytes();
        } else if (!isNew) {
            return UNKNOWN;
        }
        long bytes = (reads ? counters.readBytes() : counters.writtenBytes()) - earlier;
        return bytes < 0 ? UNKNOWN : (float) (bytes * NANOS_PER_SECOND / intervalNanos);
    }
}
