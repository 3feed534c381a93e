package dev.procdeck.server.processes;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.procdeck.protocol.live.ProcessRow;
import dev.procdeck.server.live.RowJson;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The answer of `GET /processes`, for its description; the bytes are written by hand.
///
/// @param total how many match, before paging
/// @param time when the table was read
/// @param bootId the boot in which PIDs and start ticks are unique
public record ProcessList(long total, Instant time, String bootId, List<ProcessItem> items) {
    /// One process.
    ///
    /// @param startTicks with the PID it names the process for its whole life
    /// @param state R S D Z T t I X
    /// @param cpuPercent of one CPU over the last interval; null at first sight
    /// @param protected_ what the policy says of acts on it: `refused`, `confirm` or null
    /// @param unavailable fields that could not be read, with the reason
    public record ProcessItem(
            int pid,
            long startTicks,
            int ppid,
            Instant startTime,
            String user,
            int uid,
            String comm,
            String cmdline,
            @Nullable String exe,
            String state,
            @Nullable Double cpuPercent,
            double cpuSeconds,
            long rssBytes,
            long virtualBytes,
            @Nullable Double memoryPercent,
            int threads,
            int nice,
            int priority,
            @Nullable Long readBytesPerSecond,
            @Nullable Long writeBytesPerSecond,
            @Nullable String unit,
            @Nullable String container,
            boolean kernelThread,
            @JsonProperty("protected") @Nullable String protected_,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Map<String, String> unavailable) {
        /// The same as the written rows hold.
        static ProcessItem of(ProcessRow row, @Nullable Double memoryPercent) {
            return new ProcessItem(
                    row.key().pid(),
                    row.key().startTicks(),
                    row.ppid(),
                    row.startTime().truncatedTo(ChronoUnit.MILLIS),
                    row.user(),
                    row.uid(),
                    row.comm(),
                    row.cmdline(),
                    row.exe(),
                    String.valueOf(row.state()),
                    RowJson.tenths(row.cpuPercent()),
                    row.cpuSeconds(),
                    row.rssBytes(),
                    row.virtualBytes(),
                    memoryPercent,
                    row.threads(),
                    row.nice(),
                    row.priority(),
                    RowJson.whole(row.readBytesPerSecond()),
                    RowJson.whole(row.writeBytesPerSecond()),
                    row.unit(),
                    row.container(),
                    row.kernelThread(),
                    row.protection(),
                    RowJson.reasons(row.unavailable()));
        }
    }
}
