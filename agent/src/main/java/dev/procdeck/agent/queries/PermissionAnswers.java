package dev.procdeck.agent.queries;

import dev.procdeck.agent.acts.GroupActs;
import dev.procdeck.agent.acts.TemplateActs;
import dev.procdeck.agent.policy.Judgement;
import dev.procdeck.agent.policy.Policy;
import dev.procdeck.agent.services.ServiceManagers;
import dev.procdeck.protocol.Problem;
import dev.procdeck.protocol.answer.Answer;
import dev.procdeck.protocol.operation.Actor;
import dev.procdeck.protocol.operation.Query;
import dev.procdeck.protocol.operation.ServiceVerb;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Answers who may do what and why, before anything is done. Thread-safe.
public final class PermissionAnswers {
    private final GroupActs groups;
    private final TemplateActs templates;
    private final ServiceManagers managers;
    private final Supplier<Policy> policy;

    public PermissionAnswers(
            GroupActs groups,
            TemplateActs templates,
            ServiceManagers managers,
            Supplier<Policy> policy) {
        this.groups = groups;
        this.templates = templates;
        this.managers = managers;
        this.policy = policy;
    }

    Answer targets(Query.SignalTargets query) {
        return groups.targets(query.actor(), query.root(), query.service(), query.signal());
    }

    Answer templates(Query.Templates query) {
        return templates.list(query.actor());
    }

    Answer templatePreview(Query.TemplatePreview query) {
        return templates.preview(query.actor(), query.id(), query.values());
    }

    /// The same judgement that an act would meet, with the lines that it rests on.
    Answer explain(Query.ExplainPolicy query) {
        Policy current = policy.get();
        Actor actor = query.actor();
        String operation = query.operation();
        String target = query.target();
        Optional<ServiceVerb> verb =
                dev.procdeck.host.services.ServiceVerb.findByWord(operation)
                        .map(found -> ServiceVerb.valueOf(found.name()));
        if (verb.isPresent()) {
            String unit =
                    managers.resolve(target)
                            .map(ServiceManagers.Owned::name)
                            .orElse(
                                    target.contains(".") || target.contains(":")
                                            ? target
                                            : target + ".service");
            return explanation(current.judgeService(actor, verb.get(), unit), unit);
        }
        return switch (operation) {
            case "priority" -> explanation(current.judgePriority(actor), target);
            case "command" ->
                    explanation(current.decideProgram(actor, target, null).judgement(), target);
            case "template" -> explanation(current.judgeTemplate(actor, target), target);
            default ->
                    dev.procdeck.host.signals.Signal.find(operation)
                            .<Answer>map(signal ->
                                    explanation(current.judgeSignal(actor, signal.name()), target))
                            .orElseGet(() ->
                                    QueryAnswers.refused(
                                            Problem.Category.USER,
                                            "invalid_value",
                                            Map.of(
                                                    "field",
                                                    "operation",
                                                    "value",
                                                    operation.toLowerCase(Locale.ROOT))));
        };
    }

    private static Answer explanation(Judgement judgement, String target) {
        return judgement.toExplanation(target);
    }
}
