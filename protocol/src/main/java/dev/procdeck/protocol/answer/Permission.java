package dev.procdeck.protocol.answer;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Whether an act may be done, and why not.
///
/// @param code null when allowed without more; `confirmation_required` when the name must be typed;
///   else the reason
public record Permission(boolean allowed, @Nullable String code, Map<String, String> parameters) {
    public Permission {
        parameters = Map.copyOf(parameters);
    }
}
