package dev.procdeck.host.signals;

import dev.procdeck.host.libc.Errno;
import dev.procdeck.host.libc.FileCalls;
import dev.procdeck.host.libc.ProcessCalls;
import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.processes.ProcessIdentity;
import dev.procdeck.host.procfs.PidStat;
import dev.procdeck.host.procfs.ProcFs;
import dev.procdeck.host.signals.SignalOutcome.After;
import dev.procdeck.host.signals.SignalOutcome.Refusal;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.LongSupplier;

/// Sends a signal to exactly one process.
///
/// Opens a pidfd first, then compares the start ticks and the boot id: from then on the descriptor
/// means that process or nothing, so a reused pid cannot be hit. Thread-safe.
public final class ProcessSignals {
    private final ProcFs proc;
    private final IntPredicate ownProcess;
    private final LongSupplier monotonicNanos;

    /// `ownProcess` says which pids are this program's own and are never signalled.
    public ProcessSignals(ProcFs proc, IntPredicate ownProcess) {
        this(proc, ownProcess, System::nanoTime);
    }

    ProcessSignals(ProcFs proc, IntPredicate ownProcess, LongSupplier monotonicNanos) {
        this.proc = proc;
        this.ownProcess = ownProcess;
        this.monotonicNanos = monotonicNanos;
    }

    /// Sends without watching what comes of it.
    public SignalOutcome send(ProcessIdentity identity, String bootId, Signal signal) {
        return send(identity, bootId, signal, Duration.ZERO);
    }

    /// Sends, and when the signal should end the process, waits up to `watch` for that; other signals are not watched.
    public SignalOutcome send(
            ProcessIdentity identity, String bootId, Signal signal, Duration watch) {
        Optional<Refusal> refusal = refusalOf(identity.pid());
        if (refusal.isPresent()) {
            return new SignalOutcome.Refused(refusal.get());
        }
        int pidfd = ProcessCalls.openPidfd(identity.pid());
        if (pidfd < 0) {
            // EINVAL: the number now belongs to a thread, so the process that had it is gone.
            return pidfd == -Errno.EINVAL ? new SignalOutcome.Gone() : outcomeOf(pidfd);
        }
        try {
            Optional<SignalOutcome> obstacle = compare(identity, bootId);
            return obstacle.isPresent() ? obstacle.get() : send(pidfd, signal, watch);
        } finally {
            FileCalls.close(pidfd);
        }
    }

    private SignalOutcome send(int pidfd, Signal signal, Duration watch) {
        int result = ProcessCalls.sendSignal(pidfd, signal.number());
        if (result < 0) {
            return outcomeOf(result);
        }
        if (!signal.ends() || watch.isZero()) {
            return new SignalOutcome.Sent(After.NOT_WATCHED);
        }
        return new SignalOutcome.Sent(await(pidfd, watch));
    }

    /// Why an act on this pid is refused whatever the policy says, apart from kernel threads.
    private Optional<Refusal> refusalOf(int pid) {
        if (pid <= 1) {
            return Optional.of(Refusal.PROCESS_ONE);
        }
        return ownProcess.test(pid) ? Optional.of(Refusal.OWN_PROCESS) : Optional.empty();
    }

    /// Whether the process that the pidfd means is the one that was asked for; empty when it is.
    private Optional<SignalOutcome> compare(ProcessIdentity identity, String bootId) {
        if (!proc.readBootId().equals(Reading.of(bootId))) {
            return Optional.of(new SignalOutcome.IdentityChanged());
        }
        PidStat stat = new PidStat(proc.units());
        return switch (proc.files().read(identity.pid() + "/stat", PidStat.MAX_BYTES)) {
            case Reading.Value<byte[]>(byte[] bytes) -> {
                if (!stat.parse(bytes, bytes.length)) {
                    yield Optional.of(new SignalOutcome.Failed("stat"));
                }
                if (stat.startTicks != identity.startTicks()) {
                    yield Optional.of(new SignalOutcome.IdentityChanged());
                }
                yield stat.kernelThread
                        ? Optional.of(new SignalOutcome.Refused(Refusal.KERNEL_THREAD))
                        : Optional.empty();
            }
            case Reading.Denied<byte[]> _ -> Optional.of(new SignalOutcome.Denied());
            case Reading.Unsupported<byte[]> _ -> Optional.of(new SignalOutcome.Gone());
        };
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

    private static SignalOutcome outcomeOf(int result) {
        return switch (Errno.kindOf(-result)) {
            case GONE -> new SignalOutcome.Gone();
            case DENIED -> new SignalOutcome.Denied();
            case UNSUPPORTED, FAILURE -> new SignalOutcome.Failed(Errno.nameOf(-result));
        };
    }
}
