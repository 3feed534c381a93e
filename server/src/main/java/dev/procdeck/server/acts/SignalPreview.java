package dev.procdeck.server.acts;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.procdeck.protocol.answer.SignalTargets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The processes that a signal to a group would reach. Immutable.
///
/// @param max how many one act may reach
/// @param tooMany whether there are more, so that the act would be refused
public record SignalPreview(int total, List<Process> items, int max, boolean tooMany) {
    /// One process.
    ///
    /// @param allowed whether it would be signalled
    /// @param code why not
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Process(
            int pid,
            long startTicks,
            String comm,
            boolean allowed,
            @Nullable String code,
            Map<String, String> parameters) {}

    public static SignalPreview of(SignalTargets targets) {
        List<Process> items =
                targets.targets().stream()
                        .map(target ->
                                new Process(
                                        target.process().pid(),
                                        target.process().startTicks(),
                                        target.comm(),
                                        target.permission().allowed(),
                                        target.permission().code(),
                                        target.permission().parameters()))
                        .toList();
        return new SignalPreview(items.size(), items, targets.most(), targets.tooMany());
    }
}
