package dev.procdeck.host.procfs;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// /proc/[pid]/cmdline, proc_pid_cmdline(5): the arguments, each ended by NUL, unless the process
/// wrote something else over them. Also the form of /proc/[pid]/environ.
public final class PidCmdline {
    /// Longer ones exist (up to a quarter of the stack limit); nobody reads them.
    public static final int MAX_BYTES = 64 * 1024;

    private PidCmdline() {}

    /// The arguments in the first `length` bytes, as UTF-8 with U+FFFD for what is not. A title
    /// written over them (`nginx: master process…`) is followed by the NULs of what was there,
    /// which are not arguments.
    public static List<String> parse(byte[] bytes, int length) {
        int end = length;
        int firstNul = 0;
        while (firstNul < length && bytes[firstNul] != 0) {
            firstNul++;
        }
        boolean onlyNulsAfter = true;
        for (int i = firstNul; i < length; i++) {
            onlyNulsAfter &= bytes[i] == 0;
        }
        if (onlyNulsAfter) {
            end = firstNul;
        } else if (bytes[length - 1] == 0) {
            end = length - 1;
        }
        List<String> arguments = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= end && length > 0; i++) {
            if (i == end || bytes[i] == 0) {
                arguments.add(new String(bytes, start, i - start, StandardCharsets.UTF_8));
                start = i + 1;
            }
        }
        return arguments;
    }
}
