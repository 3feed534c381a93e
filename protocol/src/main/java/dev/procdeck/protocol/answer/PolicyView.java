package dev.procdeck.protocol.answer;

import dev.procdeck.protocol.Problem;
import dev.procdeck.protocol.operation.Role;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The policy in force.
///
/// @param source the file's path, or `built-in`
/// @param lookOnly why nothing may be done at all; null in the normal case
/// @param lines the policy as text
/// @param rights what the asking person may do somewhere, by the name of the act
/// @param secondFactorFrom the least role that must have a second factor; null when none must
public record PolicyView(
        String source,
        @Nullable Problem lookOnly,
        List<String> lines,
        Map<String, Permission> rights,
        @Nullable Role secondFactorFrom)
        implements Answer {
    public PolicyView {
        lines = List.copyOf(lines);
        rights = Map.copyOf(rights);
    }
}
