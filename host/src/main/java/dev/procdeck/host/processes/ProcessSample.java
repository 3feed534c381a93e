package dev.procdeck.host.processes;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Every process at one instant, and what differs from the sample before. Immutable.
///
/// @param bootId /proc/sys/kernel/random/boot_id; identities mean something only together with it
/// @param takenAt wall-clock time, for people
/// @param interval time since the sample before by the monotonic clock, null for the first
/// @param source which source it came from (`procfs`, `bpf`)
/// @param rows ordered by pid
/// @param changes what differs from the sample before
/// @param counts the first line of `top`
public record ProcessSample(
        String bootId,
        Instant takenAt,
        @Nullable Duration interval,
        String source,
        List<ProcessRow> rows,
        Changes changes,
        TaskCounts counts) {

    /// Rows that appeared and rows that differ from the sample before, and identities that ended.
    public record Changes(
            List<ProcessRow> added, List<ProcessRow> changed, List<ProcessIdentity> removed) {}

    /// The direct children of a pid, by theirs.
    public List<ProcessRow> childrenOf(int pid) {
        return rows.stream().filter(row -> row.parentPid() == pid).toList();
    }

    /// The row of a pid, by binary search.
    public Optional<ProcessRow> find(int pid) {
        int low = 0;
        int high = rows.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            ProcessRow row = rows.get(middle);
            if (row.pid() == pid) {
                return Optional.of(row);
            }
            if (row.pid() < pid) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return Optional.empty();
    }
}
