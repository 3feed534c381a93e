package dev.procdeck.server.services;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.procdeck.protocol.live.ServiceRow;
import dev.procdeck.server.live.RowJson;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The answer of `GET /services`, for its description; the bytes are written by hand.
///
/// @param total how many match, before paging
/// @param time when the table was read
/// @param notice why the list is empty or incomplete
public record ServiceList(
        long total, Instant time, @Nullable Notice notice, List<ServiceItem> items) {
    /// A fact as a code with values.
    public record Notice(String code, Map<String, String> parameters) {}

    /// One service.
    ///
    /// @param manager `systemd`, `sysv` or `supervisord`
    /// @param protected_ what the policy says of acts on it: `refused`, `confirm` or null
    /// @param verbs what its manager can do with it
    /// @param unavailable fields that could not be read, with the reason
    public record ServiceItem(
            String name,
            String manager,
            String description,
            String loadState,
            String activeState,
            String subState,
            String fileState,
            @Nullable String result,
            @Nullable Integer mainPid,
            @Nullable Long memoryBytes,
            @Nullable Double cpuPercent,
            @Nullable Double cpuSeconds,
            @Nullable Long tasks,
            @Nullable Long restarts,
            @Nullable Instant since,
            @JsonProperty("protected") @Nullable String protected_,
            List<String> verbs,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Map<String, String> unavailable) {
        /// The same as the written rows hold.
        static ServiceItem of(ServiceRow row) {
            return new ServiceItem(
                    row.name(),
                    row.manager(),
                    row.description(),
                    row.loadState(),
                    row.activeState(),
                    row.subState(),
                    row.fileState(),
                    row.result(),
                    row.mainPid(),
                    row.memoryBytes(),
                    RowJson.tenths(row.cpuPercent()),
                    row.cpuSeconds(),
                    row.tasks(),
                    row.restarts(),
                    row.since(),
                    row.protection(),
                    row.verbs().stream().sorted().map(RowJson::verb).toList(),
                    RowJson.reasons(row.unavailable()));
        }
    }
}
