package dev.procdeck.agent.acts;

import dev.procdeck.agent.policy.Decision;
import dev.procdeck.agent.policy.LookOnly;
import dev.procdeck.agent.policy.Policy;
import dev.procdeck.agent.services.ServiceManagers;
import dev.procdeck.agent.services.ServiceOutcomes;
import dev.procdeck.host.services.ActMode;
import dev.procdeck.host.services.ActProgress;
import dev.procdeck.host.services.ServiceState;
import dev.procdeck.protocol.Problem;
import dev.procdeck.protocol.answer.Permission;
import dev.procdeck.protocol.operation.Act;
import dev.procdeck.protocol.operation.Actor;
import dev.procdeck.protocol.operation.JobMode;
import dev.procdeck.protocol.operation.ServiceVerb;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Acts on services. Thread-safe.
public final class ServiceActs {
    static final int MAX_NAME = 255;

    private final ServiceManagers managers;
    private final Supplier<Policy> policy;

    public ServiceActs(ServiceManagers managers, Supplier<Policy> policy) {
        this.managers = managers;
        this.policy = policy;
    }

    Prepared prepare(Act.OnService act) {
        Actor actor = act.intent().actor();
        if (!isWellFormed(act.name())) {
            return refuse(
                    Problem.Category.USER, "invalid_name", Map.of("name", shortened(act.name())));
        }
        Policy current = policy.get();
        Optional<Decision.Refused> ceiling = ceiling(current, actor, act.verb(), act.name());
        if (ceiling.isPresent()) {
            return refused(ceiling.get());
        }
        Optional<ServiceManagers.Owned> owned = managers.resolve(act.name());
        if (owned.isEmpty()) {
            return refuse(
                    Problem.Category.NOT_FOUND,
                    "no_such_service",
                    Map.of(
                            "name", act.name(),
                            "nearest", String.join(" ", managers.nearestNames(act.name()))));
        }
        String unit = owned.get().name();
        return switch (current.decideService(actor, act.verb(), unit)) {
            case Decision.Refused refusal -> refused(refusal);
            case Decision.NeedsConfirmation _ when !confirms(act.confirmation(), unit) ->
                    refuse(
                            Problem.Category.CONFLICT,
                            "confirmation_required",
                            Map.of("name", unit));
            case Decision.NeedsConfirmation _, Decision.Allowed _ -> ready(act, owned.get());
        };
    }

    private Prepared ready(Act.OnService act, ServiceManagers.Owned owned) {
        dev.procdeck.host.services.ServiceVerb verb = toHost(act.verb());
        if (!owned.manager().capabilities().verbs().contains(verb)) {
            return refuse(
                    Problem.Category.CONFLICT,
                    "not_supported",
                    Map.of("manager", owned.manager().name(), "verb", verb.word()));
        }
        ActMode mode = act.mode() == JobMode.REPLACE ? ActMode.REPLACE : ActMode.FAIL;
        return new Prepared.Ready(
                "service",
                verb.word(),
                owned.name(),
                null,
                null,
                owned.name(),
                steps ->
                        ServiceOutcomes.of(
                                owned.manager()
                                        .act(
                                                verb,
                                                owned.name(),
                                                mode,
                                                progress -> steps.accept(step(progress)))));
    }

    /// What this person may do to the service, by verb; empty when there is no such service.
    public Optional<Map<String, Permission>> permissions(Actor actor, String name) {
        if (!isWellFormed(name)) {
            return Optional.empty();
        }
        return managers.resolve(name)
                .map(owned -> {
                    Policy current = policy.get();
                    Map<String, Permission> permissions = new HashMap<>();
                    for (ServiceVerb verb : ServiceVerb.values()) {
                        permissions.put(
                                toHost(verb).word(),
                                current.decideService(actor, verb, owned.name()).toPermission());
                    }
                    return permissions;
                });
    }

    /// The state of a service now, in words; null when it cannot be told.
    @Nullable String stateOf(String name) {
        return stateNow(name).map(ServiceOutcomes::words).orElse(null);
    }

    /// The state of a service now; empty when it cannot be told.
    Optional<ServiceState> stateNow(String name) {
        return managers.resolve(name)
                .flatMap(owned -> owned.manager().detail(owned.name()))
                .map(detail -> detail.row().state());
    }

    /// Whether a name may be looked for at all; managers check their own form again.
    static boolean isWellFormed(String name) {
        if (name.isEmpty() || name.length() > MAX_NAME || name.startsWith("-")) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '/' || c == '*' || c == '?' || c == '[' || c <= ' ' || c > '~') {
                return false;
            }
        }
        return !name.contains("..");
    }

    static boolean confirms(@Nullable String typed, String unit) {
        return unit.equals(typed) || unit.equals(typed + ".service");
    }

    static Prepared.Refused refused(Decision.Refused refusal) {
        return refuse(Problem.Category.DENIED, refusal.code(), refusal.parameters());
    }

    static Prepared.Refused refuse(
            Problem.Category category, String code, Map<String, String> parameters) {
        return new Prepared.Refused(Outcomes.refused(category, code, parameters));
    }

    /// Who may not act at all learns nothing about which services there are.
    private static Optional<Decision.Refused> ceiling(
            Policy current, Actor actor, ServiceVerb verb, String name) {
        return current.decideService(actor, verb, name) instanceof Decision.Refused refusal
                        && (refusal.code().equals(LookOnly.CODE)
                                || refusal.code().equals("role_denied"))
                ? Optional.of(refusal)
                : Optional.empty();
    }

    private static Prepared.Step step(ActProgress progress) {
        return switch (progress) {
            case ActProgress.Queued queued ->
                    new Prepared.Step(
                            "job_queued",
                            Map.of(
                                    "jobId", Long.toString(queued.jobId()),
                                    "alsoTouched", String.join(" ", queued.alsoTouched())));
            case ActProgress.StateSeen(String activeState, String subState) ->
                    new Prepared.Step(
                            "state_seen", Map.of("activeState", activeState, "subState", subState));
            case ActProgress.Verifying(String jobResult) ->
                    new Prepared.Step("verifying", Map.of("jobResult", jobResult));
        };
    }

    private static dev.procdeck.host.services.ServiceVerb toHost(ServiceVerb verb) {
        return dev.procdeck.host.services.ServiceVerb.valueOf(verb.name());
    }

    private static String shortened(String name) {
        return name.substring(0, Math.min(64, name.length()));
    }
}
