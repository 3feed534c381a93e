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

/// Whether two sources say the same about this host: run once at the start, because a kernel that was
/// built otherwise than expected must not show wrong numbers.
///
/// The source under test is read before and after the reference; processes that it reported alike both times must be in the
/// reference, and the other way round, with the same facts. Pure but for the reading.
final class SelfCheck {
    private static final int MOST_WITHHELD = 8;

    private SelfCheck() {}

    /// What does not change while nothing happens to a process.
    private record Facts(
            int parentPid, int uid, boolean kernelThread, int threads, int nice, long virtualBytes) {}

    /// What came of it.
    ///
    /// @param disagreement the first one found
    /// @param withheld processes that only the reference shows: some hardened kernels keep their init from BPF
    record Result(Optional<String> disagreement, List<Integer> withheld) {}

    static Result compare(ProcessSource tested, ProcessSource reference) {
        List<Integer> withheld = new ArrayList<>();
        try {
            return new Result(compare(tested, reference, withheld), List.copyOf(withheld));
        } catch (LibcException e) {
            return new Result(
                    Optional.of("the iterator could not be checked: " + e.getMessage()), List.of());
        }
    }

    private static Optional<String> compare(
            ProcessSource tested, ProcessSource reference, List<Integer> withheld) {
        Map<ProcessIdentity, Facts> referenceBefore = read(reference);
        Map<ProcessIdentity, Facts> before = read(tested);
        Map<ProcessIdentity, Facts> expected = read(reference);
        Map<ProcessIdentity, Facts> after = read(tested);
        Map<ProcessIdentity, Facts> expectedAfter = read(reference);
        for (Map.Entry<ProcessIdentity, Facts> entry : expected.entrySet()) {
            ProcessIdentity identity = entry.getKey();
            Facts facts = entry.getValue();
            boolean stable =
                    facts.equals(referenceBefore.get(identity))
                            && facts.equals(expectedAfter.get(identity));
            if (!stable) {
                continue;
            }
            if (!after.containsKey(identity)) {
                if (before.containsKey(identity) || withheld.size() == MOST_WITHHELD) {
                    return Optional.of("the iterator leaves out process " + identity.pid());
                }
                withheld.add(identity.pid());
                continue;
            }
            if (!facts.equals(after.get(identity))) {
                return Optional.of(
                        "the iterator and /proc differ about process "
                                + identity.pid()
                                + ": "
                                + after.get(identity)
                                + ", "
                                + facts);
            }
        }
        for (ProcessIdentity identity : before.keySet()) {
            if (after.containsKey(identity) && !expected.containsKey(identity)) {
                return Optional.of("the iterator invents process " + identity.pid());
            }
        }
        return Optional.empty();
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
