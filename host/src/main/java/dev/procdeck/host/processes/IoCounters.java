package dev.procdeck.host.processes;

/// What a process has read and written since it started, /proc/[pid]/io.
///
/// @param readBytes fetched from storage (`read_bytes`)
/// @param writtenBytes sent to storage, truncated pages taken off (`write_bytes` −
///   `cancelled_write_bytes`, at least 0)
/// @param readCallBytes asked for by read calls, page cache and pipes included (`rchar`)
/// @param writtenCallBytes given to write calls (`wchar`)
public record IoCounters(
        long readBytes, long writtenBytes, long readCallBytes, long writtenCallBytes) {}
