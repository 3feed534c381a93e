package dev.procdeck.server.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.procdeck.protocol.answer.Permission;
import dev.procdeck.protocol.answer.PolicyView;
import dev.procdeck.protocol.operation.Query;
import dev.procdeck.server.acts.Actors;
import dev.procdeck.server.agent.Agent;
import dev.procdeck.server.security.Actor;
import dev.procdeck.server.security.Gate;
import dev.procdeck.server.security.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Shows the policy.
@RestController
@RequestMapping("/api/v1/policy")
public class PolicyController {
    private final Agent agent;

    PolicyController(Agent agent) {
        this.agent = agent;
    }

    /// The policy in force.
    ///
    /// @param readOnlyReason why nothing may be done at all, as a code
    /// @param readOnlyParameters values for the sentence of that: `reason`, what is wrong with the
    ///   file, as a code; `path`; `line`; `value`, what stands there; `wanted`, what belongs there
    /// @param secondFactorFrom the least role that must have a second factor
    /// @param rights what the one who asks may do somewhere, by the name of the act
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PolicyInForce(
            String source,
            @Nullable String readOnlyReason,
            @Nullable Map<String, String> readOnlyParameters,
            List<PolicyRule> rules,
            @Nullable Role secondFactorFrom,
            Map<String, Permission> rights) {}

    /// One line of the policy.
    public record PolicyRule(int line, String text) {}

    /// The policy in force, and one's own rights under it.
    @GetMapping
    @Gate
    public PolicyInForce getPolicy(Actor actor) {
        PolicyView policy = agent.ask(new Query.Policy(Actors.of(actor)), PolicyView.class);
        List<PolicyRule> rules = new ArrayList<>();
        for (String line : policy.lines()) {
            rules.add(new PolicyRule(rules.size() + 1, line));
        }
        return new PolicyInForce(
                policy.source(),
                policy.lookOnly() == null ? null : policy.lookOnly().code(),
                policy.lookOnly() == null ? null : policy.lookOnly().parameters(),
                rules,
                policy.secondFactorFrom() == null
                        ? null
                        : Role.valueOf(policy.secondFactorFrom().name()),
                new TreeMap<>(policy.rights()));
    }
}
