package dev.procdeck.host.signals;

import dev.procdeck.host.libc.Errno;
import dev.procdeck.host.libc.ProcessCalls;
import dev.procdeck.host.processes.ProcessIdentity;
import dev.procdeck.host.procfs.ProcFs;
import dev.procdeck.host.signals.SignalOutcome.After;
import java.time.Duration;
import java.util.function.IntPredicate;
import java.util.function.LongSupplier;

/// Sends a signal to exactly one process.
///
/// Goes through [PinnedProcess], so a reused pid cannot be hit. Thread-safe.
public final class ProcessSignals {
    private final PinnedProcess processes;
    private final LongSupplier monotonicNanos;

    /// `ownProcess` says which pids are this program's own and are never signalled.
    public ProcessSignals(ProcFs proc, IntPredicate ownProcess) {
        this(proc, ownProcess, System::nanoTime);
    }

    ProcessSignals(ProcFs proc, IntPredicate ownProcess, LongSupplier monotonicNanos) {
        this.processes = new PinnedProcess(proc, ownProcess);
        this.monotonicNanos = monotonicNanos;
    }

    /// Sends without watching what comes of it.
    public SignalOutcome send(ProcessIdentity identity, String bootId, Signal signal) {
        return send(identity, bootId, signal, Duration.ZERO);
    }

    /// Sends, and when the signal should end the process, waits up to `watch` for that; other
    /// signals are not watched.
    public SignalOutcome send(
            ProcessIdentity identity, String bootId, Signal signal, Duration watch) {
        return processes.with(
                identity, bootId, pidfd -> send(pidfd, signal, watch), obstacle -> obstacle);
    }

    private SignalOutcome send(int pidfd, Signal signal, Duration watch) {
        int result = ProcessCalls.sendSignal(pidfd, signal.number());
        if (result < 0) {
            return PinnedProcess.outcomeOf(result);
        }
        if (!signal.ends() || watch.isZero()) {
            return new SignalOutcome.Sent(After.NOT_WATCHED);
        }
        return new SignalOutcome.Sent(await(pidfd, watch));
    }

    private After await(int pidfd, Duration watch) {
        long deadline = monotonicNanos.getAsLong() + watch.toNanos();
        while (true) {
            long left = Math.max(0, deadline - monotonicNanos.getAsLong());
            int result = ProcessCalls.awaitEnd(pidfd, (int) Math.min(left / 1_000_000, 60_000));
            if (result > 0) {
                return After.ENDED;
            }
            if (result == 0 && left < 1_000_000) {
                return After.STILL_RUNNING;
            }
            if (result < 0 && result != -Errno.EINTR) {
                return After.NOT_WATCHED;
            }
        }
    }
}
