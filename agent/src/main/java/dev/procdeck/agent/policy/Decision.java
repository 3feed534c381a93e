package dev.procdeck.agent.policy;

import dev.procdeck.protocol.answer.Permission;
import java.util.Map;

/// What the policy says of one act by one person.
public sealed interface Decision {
    /// It may be done.
    record Allowed() implements Decision {}

    /// It may be done once the person has typed `name`.
    record NeedsConfirmation(String name) implements Decision {}

    /// It may not be done.
    ///
    /// @param code `policy_denied`, `role_denied`, `protected_unit`, `protected_process` or
    ///   `look_only`
    record Refused(String code, Map<String, String> parameters) implements Decision {
        public Refused {
            parameters = Map.copyOf(parameters);
        }
    }

    /// The decision as people are told before they act.
    default Permission toPermission() {
        return switch (this) {
            case Allowed _ -> new Permission(true, null, Map.of());
            case NeedsConfirmation(String name) ->
                    new Permission(true, "confirmation_required", Map.of("name", name));
            case Refused(String code, Map<String, String> parameters) ->
                    new Permission(false, code, parameters);
        };
    }
}
