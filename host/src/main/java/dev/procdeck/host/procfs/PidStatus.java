package dev.procdeck.host.procfs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The ids of /proc/[pid]/status, proc_pid_status(5). The rest of that file is in `stat`, cheaper.
///
/// @param userIds real, effective, saved and file-system user id (`Uid:`)
/// @param groupIds the same of groups (`Gid:`)
/// @param groups supplementary groups (`Groups:`)
public record PidStatus(List<Integer> userIds, List<Integer> groupIds, List<Integer> groups) {
    /// A process may be in 65,536 groups.
    public static final int MAX_BYTES = 1024 * 1024;

    /// Empty when the text is not such a file. `Name:` comes first and holds hostile text, in which
    /// the kernel escapes newlines, so that a line which starts with a key is that key.
    public static Optional<PidStatus> parse(String text) {
        Optional<List<Integer>> userIds = numbersOf(text, "\nUid:");
        Optional<List<Integer>> groupIds = numbersOf(text, "\nGid:");
        Optional<List<Integer>> groups = numbersOf(text, "\nGroups:");
        if (userIds.isEmpty()
                || groupIds.isEmpty()
                || userIds.get().size() != 4
                || groupIds.get().size() != 4) {
            return Optional.empty();
        }
        return Optional.of(new PidStatus(userIds.get(), groupIds.get(), groups.orElse(List.of())));
    }

    private static Optional<List<Integer>> numbersOf(String text, String key) {
        int start = text.indexOf(key);
        if (start < 0) {
            return Optional.empty();
        }
        int end = text.indexOf('\n', start + 1);
        String line = text.substring(start + key.length(), end < 0 ? text.length() : end).strip();
        List<Integer> numbers = new ArrayList<>();
        for (String word : line.isEmpty() ? new String[0] : line.split("\\s+")) {
            if (word.length() > 10 || !word.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return Optional.empty();
            }
            // Ids are unsigned 32 bits; 4294967295 is "none" and keeps its bits.
            numbers.add((int) Long.parseLong(word));
        }
        return Optional.of(List.copyOf(numbers));
    }
}
