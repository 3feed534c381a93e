package dev.procdeck.host.procfs;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// One line of /proc/diskstats, counters since boot; Documentation/admin-guide/iostats.rst.
/// Immutable.
///
/// @param device kernel name, as `sda`, `nvme0n1p1`
/// @param readBytes the file counts sectors of 512 bytes whatever the device's own size
/// @param busyMillis time with at least one request in flight; a 32-bit counter on some kernels, it
///   wraps
public record DiskStats(
        int major,
        int minor,
        String device,
        long readsCompleted,
        long readBytes,
        long writesCompleted,
        long writtenBytes,
        long requestsInFlight,
        long busyMillis) {

    private static final long SECTOR_BYTES = 512;

    /// Every line with a device name; lines cut short are left out.
    public static List<DiskStats> parse(ByteBuffer text) {
        var all = new ArrayList<DiskStats>();
        var cursor = new TextCursor(text);
        for (; !cursor.atEnd(); cursor.nextLine()) {
            int major = (int) cursor.number();
            int minor = (int) cursor.number();
            String device = cursor.word();
            long reads = cursor.number();
            cursor.number(); // reads merged
            long readSectors = cursor.number();
            cursor.number(); // milliseconds reading
            long writes = cursor.number();
            cursor.number(); // writes merged
            long writtenSectors = cursor.number();
            cursor.number(); // milliseconds writing
            long inFlight = cursor.number();
            cursor.skipSpaces();
            if (device.isEmpty() || !cursor.atDigit()) {
                continue;
            }
            all.add(
                    new DiskStats(
                            major,
                            minor,
                            device,
                            reads,
                            bytes(readSectors),
                            writes,
                            bytes(writtenSectors),
                            inFlight,
                            cursor.number()));
        }
        return all;
    }

    private static long bytes(long sectors) {
        return Math.min(sectors, Long.MAX_VALUE / (2 * SECTOR_BYTES)) * SECTOR_BYTES;
    }
}
