package dev.procdeck.host.procfs;

import java.nio.ByteBuffer;
import java.util.OptionalLong;

/// /proc/meminfo: memory and swap of the host; proc_meminfo(5). Immutable.
///
/// @param availableBytes `MemAvailable`; absent before Linux 3.14
/// @param reclaimableSlabBytes `SReclaimable`; since Linux 2.6.19
public record MemInfo(
        long totalBytes,
        long freeBytes,
        OptionalLong availableBytes,
        long buffersBytes,
        long cachedBytes,
        long reclaimableSlabBytes,
        long sharedBytes,
        long swapTotalBytes,
        long swapFreeBytes) {

    /// @throws MalformedFileException without `MemTotal` or `MemFree`
    public static MemInfo parse(ByteBuffer text) {
        long total = -1;
        long free = -1;
        var available = OptionalLong.empty();
        long buffers = 0;
        long cached = 0;
        long reclaimable = 0;
        long shared = 0;
        long swapTotal = 0;
        long swapFree = 0;
        var cursor = new TextCursor(text);
        for (; !cursor.atEnd(); cursor.nextLine()) {
            if (cursor.skip("MemTotal:")) {
                total = bytes(cursor);
            } else if (cursor.skip("MemFree:")) {
                free = bytes(cursor);
            } else if (cursor.skip("MemAvailable:")) {
                available = OptionalLong.of(bytes(cursor));
            } else if (cursor.skip("Buffers:")) {
                buffers = bytes(cursor);
            } else if (cursor.skip("Cached:")) {
                cached = bytes(cursor);
            } else if (cursor.skip("SReclaimable:")) {
                reclaimable = bytes(cursor);
            } else if (cursor.skip("Shmem:")) {
                shared = bytes(cursor);
            } else if (cursor.skip("SwapTotal:")) {
                swapTotal = bytes(cursor);
            } else if (cursor.skip("SwapFree:")) {
                swapFree = bytes(cursor);
            }
        }
        if (total < 0 || free < 0) {
            throw new MalformedFileException("meminfo: no MemTotal or MemFree");
        }
        return new MemInfo(
                total, free, available, buffers, cached, reclaimable, shared, swapTotal, swapFree);
    }

    /// The file says "kB" and means KiB.
    private static long bytes(TextCursor line) {
        return Math.min(line.number(), Long.MAX_VALUE / 4096) * 1024;
    }
}
