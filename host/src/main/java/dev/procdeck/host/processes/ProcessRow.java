package dev.procdeck.host.processes;

import dev.procdeck.host.libc.Reading;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One process at one sample. The same instance appears in later samples for as long as nothing in
/// it changed, so a caller may compare rows by reference. Immutable.
///
/// @param facts what does not change between execs
/// @param parentPid the parent's pid, 0 when it has none in this PID namespace
/// @param state R S D Z T t I X, as the kernel writes it
/// @param userNanos CPU time in user mode since the start, all threads, ended ones included
/// @param systemNanos the same in the kernel
/// @param rates null at first sight: one sample has no rates
/// @param rssBytes resident memory; 0 for kernel threads, which have none
/// @param virtualBytes address space
/// @param threads number of threads
/// @param priority as `top` shows it (20 is nice 0, negative is real time)
/// @param nice −20 to 19
/// @param minorFaults page faults without disk since the start
/// @param majorFaults page faults with disk since the start
/// @param io bytes read and written
public record ProcessRow(
        ProcessFacts facts,
        int parentPid,
        char state,
        long userNanos,
        long systemNanos,
        @Nullable ProcessRates rates,
        long rssBytes,
        long virtualBytes,
        int threads,
        int priority,
        int nice,
        long minorFaults,
        long majorFaults,
        Reading<IoCounters> io) {

    /// The same numbers with other facts.
    ProcessRow withFacts(ProcessFacts others) {
        return new ProcessRow(
                others,
                parentPid,
                state,
                userNanos,
                systemNanos,
                rates,
                rssBytes,
                virtualBytes,
                threads,
                priority,
                nice,
                minorFaults,
                majorFaults,
                io);
    }

    public ProcessIdentity identity() {
        return facts.identity();
    }

    public int pid() {
        return facts.identity().pid();
    }

    public long startTicks() {
        return facts.identity().startTicks();
    }

    public Instant startTime() {
        return facts.startTime();
    }

    public String user() {
        return facts.user();
    }

    public String comm() {
        return facts.comm();
    }

    /// The system manager's unit, or null outside any or when unreadable.
    public @Nullable String unit() {
        return facts.cgroup() instanceof Reading.Value<ControlGroup>(ControlGroup group)
                ? group.unit()
                : null;
    }
}
