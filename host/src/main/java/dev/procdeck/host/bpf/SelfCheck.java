package dev.procdeck.host.bpf;

import dev.procdeck.host.libc.LibcException;
import dev.procdeck.host.processes.ProcessCounters;
import dev.procdeck.host.processes.ProcessIdentity;
import dev.procdeck.host.processes.ProcessSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whether two sources say the same about this host: run once at the start, because a kernel that
/// was built otherwise than expected must not show wrong numbers.
///
/// The source under test is read before and after the reference; processes that it reported alike
/// both times must be in the reference, and the other way round, with the same facts. Pure but for
/// the reading.
final class SelfCheck {
    private static final int MOST_WITHHELD = 8;
    private static final int ATTEMPTS = 5;

    private SelfCheck() {}

    /// What does not change while nothing happens to a process.
    private record Facts(
            int parentPid,
            int uid,
            boolean kernelThread,
            int threads,
            int nice,
            long virtualBytes) {}

    /// What came of it.
    ///
    /// @param disagreement the first one found
    /// @param withheld processes that only the reference shows: some hardened kernels keep their
    ///   init from BPF
    record Result(Optional<String> disagreement, List<Integer> withheld) {}

    /// A process may change and change back between two readings, so only one that disagrees each
    /// time counts.
    static Result compare(ProcessSource tested, ProcessSource reference) {
        try {
            Attempt attempt = attempt(tested, reference);
            Map<ProcessIdentity, String> disagreements = attempt.disagreements();
            for (int i = 1; i < ATTEMPTS && !disagreements.isEmpty(); i++) {
                attempt = attempt(tested, reference);
                disagreements.keySet().retainAll(attempt.disagreements().keySet());
            }
            if (attempt.withheld().size() > MOST_WITHHELD) {
                return failed(attempt.withheld().size() + " processes are kept from the iterator");
            }
            return new Result(
                    disagreements.values().stream().findFirst(), List.copyOf(attempt.withheld()));
        } catch (LibcException e) {
            return failed("the iterator could not be checked: " + e.getMessage());
        }
    }

    private static Result failed(String reason) {
        return new Result(Optional.of(reason), List.of());
    }

    /// One comparison: what seems wrong about which process, and which only the reference shows.
    private record Attempt(Map<ProcessIdentity, String> disagreements, List<Integer> withheld) {}

    private static Attempt attempt(ProcessSource tested, ProcessSource reference) {
        Attempt attempt = new Attempt(new HashMap<>(), new ArrayList<>());
        Map<ProcessIdentity, Facts> referenceBefore = read(reference);
        Map<ProcessIdentity, Facts> before = read(tested);
        Map<ProcessIdentity, Facts> expected = read(reference);
        Map<ProcessIdentity, Facts> after = read(tested);
        Map<ProcessIdentity, Facts> referenceAfter = read(reference);
        expected.forEach((identity, facts) -> {
            if (facts.equals(referenceBefore.get(identity))
                    && facts.equals(referenceAfter.get(identity))) {
                judge(identity, facts, before.get(identity), after.get(identity), attempt);
            }
        });
        for (ProcessIdentity identity : before.keySet()) {
            if (after.containsKey(identity) && !expected.containsKey(identity)) {
                attempt.disagreements()
                        .put(identity, "the iterator invents process " + identity.pid());
            }
        }
        return attempt;
    }

    private static void judge(
            ProcessIdentity identity,
            Facts expected,
            @Nullable Facts before,
            @Nullable Facts after,
            Attempt attempt) {
        if (before == null && after == null) {
            attempt.withheld().add(identity.pid());
        } else if (!expected.equals(before) && !expected.equals(after)) {
            attempt.disagreements()
                    .put(
                            identity,
                            "the iterator and /proc differ about process %d: %s, %s"
                                    .formatted(identity.pid(), after, expected));
        }
    }

    private static Map<ProcessIdentity, Facts> read(ProcessSource source) {
        Map<ProcessIdentity, Facts> all = new HashMap<>();
        source.read(c -> all.put(new ProcessIdentity(c.pid, c.startTicks), factsOf(c)));
        return all;
    }

    private static Facts factsOf(ProcessCounters c) {
        return new Facts(c.parentPid, c.uid, c.kernelThread, c.threads, c.nice, c.virtualBytes);
    }
}
