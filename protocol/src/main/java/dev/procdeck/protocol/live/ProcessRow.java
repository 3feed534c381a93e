package dev.procdeck.protocol.live;

import dev.procdeck.protocol.ProcessKey;
import dev.procdeck.protocol.Unavailable;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One process as the table shows it.
///
/// @param comm the kernel's name of it, at most 15 bytes, decoded
/// @param cmdline the command line in one line, secrets masked; empty for kernel threads
/// @param state R S D Z T t I X as in `/proc/[pid]/stat`
/// @param cpuPercent of one CPU over the last interval; null at first sight
/// @param cpuSeconds user and system time since its start
/// @param rssBytes resident memory; 0 for kernel threads
/// @param readBytesPerSecond null at first sight or where it may not be read
/// @param protection null, `refused` or `confirm`: what the policy says of acts on it
/// @param unavailable fields that could not be read, by name
public record ProcessRow(
        ProcessKey key,
        int ppid,
        Instant startTime,
        int uid,
        String user,
        String comm,
        String cmdline,
        @Nullable String exe,
        char state,
        @Nullable Double cpuPercent,
        double cpuSeconds,
        long rssBytes,
        long virtualBytes,
        int threads,
        int nice,
        int priority,
        @Nullable Double readBytesPerSecond,
        @Nullable Double writeBytesPerSecond,
        @Nullable String unit,
        @Nullable String container,
        boolean kernelThread,
        @Nullable String protection,
        Map<String, Unavailable> unavailable) {
    public ProcessRow {
        unavailable = Map.copyOf(unavailable);
    }
}
