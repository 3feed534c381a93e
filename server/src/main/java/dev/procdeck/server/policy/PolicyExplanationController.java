package dev.procdeck.server.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.procdeck.protocol.answer.PolicyExplanation;
import dev.procdeck.protocol.operation.Query;
import dev.procdeck.server.acts.Actors;
import dev.procdeck.server.agent.Agent;
import dev.procdeck.server.http.ApiException;
import dev.procdeck.server.http.FieldProblem;
import dev.procdeck.server.security.Actor;
import dev.procdeck.server.security.Gate;
import dev.procdeck.server.security.Right;
import dev.procdeck.server.security.Role;
import dev.procdeck.server.users.AppUser;
import dev.procdeck.server.users.Users;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// What may somebody do, and why: the decision that an act would meet, with the lines of the policy
/// that it rests on.
@RestController
@RequestMapping("/api/v1/policy")
public class PolicyExplanationController {
    private static final int MAX_TARGET = 255;

    private final Agent agent;
    private final Users users;

    PolicyExplanationController(Agent agent, Users users) {
        this.agent = agent;
        this.users = users;
    }

    /// @param target the name that was judged: aliases are resolved
    /// @param code why not; `confirmation_required` when the name must be typed first
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Explanation(
            String userName,
            Role role,
            String operation,
            String target,
            boolean allowed,
            @Nullable String code,
            Map<String, String> parameters,
            List<PolicyExplanation.Line> lines) {}

    /// Whether somebody may do one thing, and why.
    ///
    /// @param operation a verb such as `restart`, a signal such as `TERM`, `priority`, `command` or
    ///   `template`
    /// @param target a unit, a program's path or a template's name
    /// @param userName of whom; oneself when left out, others for administrators alone
    @GetMapping("/explanation")
    @Gate
    public Explanation explainPolicy(
            @RequestParam String operation,
            @RequestParam(defaultValue = "") String target,
            @RequestParam(required = false) @Nullable String userName,
            Actor actor) {
        if (!operation.matches("[A-Za-z0-9-]{1,20}")) {
            throw ApiException.invalid(FieldProblem.of("operation", "invalid"));
        }
        if (target.length() > MAX_TARGET || target.chars().anyMatch(Character::isISOControl)) {
            throw ApiException.invalid(FieldProblem.of("target", "invalid"));
        }
        String name = actor.userName();
        Role role = actor.role();
        if (userName != null && !userName.equals(name)) {
            if (!actor.may(Right.USERS)) {
                throw ApiException.of(HttpStatus.FORBIDDEN, "forbidden");
            }
            AppUser user = users.require(userName);
            name = user.userName();
            role = user.role();
        }
        dev.procdeck.protocol.operation.Actor asked =
                new dev.procdeck.protocol.operation.Actor(
                        name,
                        dev.procdeck.protocol.operation.Role.valueOf(role.name()),
                        actor.remoteAddress(),
                        Actors.of(actor).sessionId(),
                        actor.factorAt());
        PolicyExplanation why =
                agent.ask(
                        new Query.ExplainPolicy(asked, operation, target), PolicyExplanation.class);
        return new Explanation(
                name,
                role,
                operation,
                why.target(),
                why.permission().allowed(),
                why.permission().code(),
                why.permission().parameters(),
                why.lines());
    }
}
