package dev.procdeck.host.processes;

import dev.procdeck.host.libc.Reading;
import java.time.Duration;
import java.util.function.Predicate;

/// Samples a table until it has what a test waits for: facts are read on other threads within a
/// deadline, which a busy machine misses; a later sample has them.
public final class Samples {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private Samples() {}

    /// The first sample of which this holds.
    public static ProcessSample until(ProcessTable table, Predicate<ProcessSample> holds) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        ProcessSample sample = table.sample();
        while (!holds.test(sample)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("no such sample within " + LIMIT);
            }
            sample = table.sample();
        }
        return sample;
    }

    /// The row of a process, with its facts.
    public static ProcessRow withFacts(ProcessTable table, long pid) {
        ProcessSample sample = until(table, now -> knowsFacts(now, pid));
        return sample.find((int) pid).orElseThrow();
    }

    static boolean knowsFacts(ProcessSample sample, long pid) {
        return !(sample.find((int) pid).orElseThrow().facts().commandLine()
                instanceof Reading.Unsupported);
    }
}
