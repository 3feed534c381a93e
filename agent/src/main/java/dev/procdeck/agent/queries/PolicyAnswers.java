package dev.procdeck.agent.queries;

import dev.procdeck.agent.policy.Decision;
import dev.procdeck.agent.policy.Policy;
import dev.procdeck.protocol.answer.Permission;
import dev.procdeck.protocol.answer.PolicyView;
import dev.procdeck.protocol.operation.Actor;
import dev.procdeck.protocol.operation.Role;
import dev.procdeck.protocol.operation.ServiceVerb;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// The policy as people see it. Pure.
final class PolicyAnswers {
    private PolicyAnswers() {}

    static PolicyView view(Policy policy, Actor actor) {
        Map<String, Permission> rights = new HashMap<>();
        for (ServiceVerb verb : ServiceVerb.values()) {
            rights.put(
                    verb.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    policy.decideAnyService(actor, verb).toPermission());
        }
        rights.put("signal", policy.decideSignal(actor, "TERM").toPermission());
        rights.put("priority", policy.decidePriority(actor).toPermission());
        rights.put("command", policy.decideAnyProgram(actor).toPermission());
        rights.put(
                "environment",
                (actor.role() == Role.ADMIN
                                ? new Decision.Allowed()
                                : new Decision.Refused("role_denied", Map.of()))
                        .toPermission());
        return new PolicyView(
                policy.source(),
                policy.lookOnly() == null ? null : policy.lookOnly().problem(),
                policy.lines(),
                rights,
                policy.secondFactorFrom());
    }
}
