package dev.procdeck.host.procfs;

import java.util.Optional;

/// /proc/[pid]/io, proc_pid_io(5), in bytes since the process started. Readable with ptrace
/// permission only.
///
/// @param readCallBytes `rchar`: asked for by read calls
/// @param writtenCallBytes `wchar`: given to write calls
/// @param readBytes `read_bytes`: fetched from storage
/// @param writtenBytes `write_bytes`: sent to storage
/// @param cancelledWriteBytes `cancelled_write_bytes`: of those, truncated before they got there
public record PidIo(
        long readCallBytes,
        long writtenCallBytes,
        long readBytes,
        long writtenBytes,
        long cancelledWriteBytes) {
    public static final int MAX_BYTES = 1024;

    private static final String[] KEYS = {
        "rchar: ",
        "wchar: ",
        "syscr: ",
        "syscw: ",
        "read_bytes: ",
        "write_bytes: ",
        "cancelled_write_bytes: "
    };

    /// Empty when the bytes are not such a file.
    public static Optional<PidIo> parse(byte[] bytes, int length) {
        long[] values = new long[KEYS.length];
        int at = 0;
        for (int key = 0; key < KEYS.length; key++) {
            for (int i = 0; i < KEYS[key].length(); i++, at++) {
                if (at >= length || bytes[at] != KEYS[key].charAt(i)) {
                    return Optional.empty();
                }
            }
            int first = at;
            for (; at < length && bytes[at] >= '0' && bytes[at] <= '9'; at++) {
                values[key] = values[key] * 10 + (bytes[at] - '0');
            }
            if (at == first || at >= length || bytes[at++] != '\n') {
                return Optional.empty();
            }
        }
        return Optional.of(new PidIo(values[0], values[1], values[4], values[5], values[6]));
    }
}
