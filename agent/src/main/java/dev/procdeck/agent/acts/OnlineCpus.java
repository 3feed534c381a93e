package dev.procdeck.agent.acts;

import dev.procdeck.host.procfs.ProcFs;
import dev.procdeck.host.procfs.Stat;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The CPUs that the host runs on. The kernel drops numbers beyond them from an affinity without a
/// word, and fails with EINVAL when none is left: people are told before.
final class OnlineCpus {
    /// Lines of CPUs come first; there is room for more of them than Linux can number.
    private static final int MAX_BYTES = 1 << 20;

    private OnlineCpus() {}

    /// Which of the wanted there are not and which there are, in words; empty when all are there or
    /// the kernel does not say.
    static Optional<Map<String, String>> missing(ProcFs proc, List<Integer> wanted) {
        BitSet online = new BitSet();
        proc.files()
                .read("stat", MAX_BYTES)
                .asOptional()
                .map(bytes -> Stat.parse(ByteBuffer.wrap(bytes)).perCpu())
                .orElse(List.of())
                .forEach(cpu -> online.set(cpu.number()));
        BitSet missing = new BitSet();
        wanted.forEach(missing::set);
        missing.andNot(online);
        return online.isEmpty() || missing.isEmpty()
                ? Optional.empty()
                : Optional.of(Map.of("cpus", words(missing), "online", words(online)));
    }

    /// As the kernel lists CPUs: `0-3,5`.
    static String words(BitSet cpus) {
        StringBuilder words = new StringBuilder();
        int first = cpus.nextSetBit(0);
        while (first >= 0) {
            int last = cpus.nextClearBit(first) - 1;
            words.append(words.isEmpty() ? "" : ",").append(first);
            if (last > first) {
                words.append('-').append(last);
            }
            first = cpus.nextSetBit(last + 1);
        }
        return words.toString();
    }
}
