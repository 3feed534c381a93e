package dev.procdeck.host.signals;

import dev.procdeck.host.libc.Errno;
import dev.procdeck.host.libc.FileCalls;
import dev.procdeck.host.libc.ProcessCalls;
import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.processes.ProcessIdentity;
import dev.procdeck.host.procfs.PidStat;
import dev.procdeck.host.procfs.ProcFs;
import dev.procdeck.host.signals.SignalOutcome.Refusal;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntPredicate;

/// The way to a process for every act: the hard refusals, then a pidfd, then the comparison of
/// start ticks and boot id. From then on the descriptor means that process or nothing. Thread-safe.
final class PinnedProcess {
    private final ProcFs proc;
    private final IntPredicate ownProcess;

    PinnedProcess(ProcFs proc, IntPredicate ownProcess) {
        this.proc = proc;
        this.ownProcess = ownProcess;
    }

    /// A descriptor that means exactly this process; whoever asked closes it.
    sealed interface Pin {
        record Held(int pidfd) implements Pin {}

        record Not(SignalOutcome why) implements Pin {}
    }

    /// Runs `act` with the pidfd of exactly this process, or `otherwise` with why it may not be
    /// touched.
    <T> T with(
            ProcessIdentity identity,
            String bootId,
            Function<Integer, T> act,
            Function<SignalOutcome, T> otherwise) {
        return switch (pin(identity, bootId)) {
            case Pin.Not(SignalOutcome why) -> otherwise.apply(why);
            case Pin.Held(int pidfd) -> {
                try {
                    yield act.apply(pidfd);
                } finally {
                    FileCalls.close(pidfd);
                }
            }
        };
    }

    /// Opens the pidfd of exactly this process, or says why it may not be touched.
    Pin pin(ProcessIdentity identity, String bootId) {
        int pid = identity.pid();
        if (pid <= 1) {
            return new Pin.Not(new SignalOutcome.Refused(Refusal.PROCESS_ONE));
        }
        if (ownProcess.test(pid)) {
            return new Pin.Not(new SignalOutcome.Refused(Refusal.OWN_PROCESS));
        }
        int pidfd = ProcessCalls.openPidfd(pid);
        if (pidfd < 0) {
            // EINVAL: the number now belongs to a thread, so the process that had it is gone.
            return new Pin.Not(
                    pidfd == -Errno.EINVAL ? new SignalOutcome.Gone() : outcomeOf(pidfd));
        }
        Optional<SignalOutcome> obstacle = compare(identity, bootId);
        if (obstacle.isPresent()) {
            FileCalls.close(pidfd);
            return new Pin.Not(obstacle.get());
        }
        return new Pin.Held(pidfd);
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

    static SignalOutcome outcomeOf(int result) {
        return switch (Errno.kindOf(-result)) {
            case GONE -> new SignalOutcome.Gone();
            case DENIED -> new SignalOutcome.Denied();
            case UNSUPPORTED, FAILURE -> new SignalOutcome.Failed(Errno.nameOf(-result));
        };
    }
}
