package dev.procdeck.agent.acts;

import dev.procdeck.agent.policy.CommandTemplate;
import dev.procdeck.agent.policy.Decision;
import dev.procdeck.agent.policy.Policy;
import dev.procdeck.agent.services.ServiceManagers;
import dev.procdeck.host.commands.ProgramLookup;
import dev.procdeck.protocol.Problem;
import dev.procdeck.protocol.answer.CommandPreview;
import dev.procdeck.protocol.answer.CommandTemplates;
import dev.procdeck.protocol.operation.Act;
import dev.procdeck.protocol.operation.Actor;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Runs the commands that the policy holds ready under names. Thread-safe.
///
/// Three things are judged each time: whether this person may run it, whether each value is of its
/// type, and whether the units that it names may be touched by this person, as by the buttons.
public final class TemplateActs {
    private final ServiceManagers managers;
    private final Supplier<Policy> policy;
    private final ProgramLookup lookup;
    private final CommandJudge judge;
    private final CommandActs commands;

    public TemplateActs(
            ServiceManagers managers,
            Supplier<Policy> policy,
            ProgramLookup lookup,
            CommandActs commands) {
        this.managers = managers;
        this.policy = policy;
        this.lookup = lookup;
        this.judge = new CommandJudge(managers, lookup);
        this.commands = commands;
    }

    private sealed interface Looked {
        record Wrong(
                Problem.Category category,
                String code,
                Map<String, String> parameters,
                List<String> arguments)
                implements Looked {}

        record Right(CommandTemplate template, Path program, List<String> arguments)
                implements Looked {}
    }

    Prepared prepare(Act.Template act) {
        return switch (look(act.intent().actor(), act.id(), act.values())) {
            case Looked.Wrong wrong ->
                    ServiceActs.refuse(wrong.category(), wrong.code(), wrong.parameters());
            case Looked.Right right ->
                    commands.ready(
                            act.intent(),
                            right.program(),
                            right.arguments(),
                            right.template().runAs(),
                            null);
        };
    }

    /// What it would run; nothing runs.
    public CommandPreview preview(Actor actor, String id, Map<String, String> values) {
        return switch (look(actor, id, values)) {
            case Looked.Wrong wrong ->
                    commands.previewOf(
                            wrong.arguments(),
                            null,
                            new Decision.Refused(wrong.code(), wrong.parameters()),
                            null);
            case Looked.Right right ->
                    commands.previewOf(
                            right.arguments(),
                            right.program(),
                            new Decision.Allowed(),
                            right.template().runAs());
        };
    }

    /// All of them, with what this person may do.
    public CommandTemplates list(Actor actor) {
        Policy current = policy.get();
        return new CommandTemplates(
                current.templates().stream()
                        .map(template ->
                                new CommandTemplates.Template(
                                        template.id(),
                                        template.program(),
                                        template.arguments(),
                                        template.parameters().stream()
                                                .map(TemplateActs::toProtocol)
                                                .toList(),
                                        template.runAs(),
                                        current.decideTemplate(actor, template.id())
                                                .toPermission()))
                        .toList());
    }

    private static CommandTemplates.Parameter toProtocol(CommandTemplate.Parameter parameter) {
        String name = parameter.name();
        return switch (parameter.type()) {
            case CommandTemplate.Type.Choice(List<String> words) ->
                    new CommandTemplates.Parameter(name, "enum", words, null, null);
            case CommandTemplate.Type.Range(long min, long max) ->
                    new CommandTemplates.Parameter(name, "int", List.of(), min, max);
            case CommandTemplate.Type.Unit(List<String> patterns) ->
                    new CommandTemplates.Parameter(name, "unit", patterns, null, null);
            case CommandTemplate.Type.Token _ ->
                    new CommandTemplates.Parameter(name, "token", List.of(), null, null);
        };
    }

    private Looked look(Actor actor, String id, Map<String, String> values) {
        Policy current = policy.get();
        if (current.decideTemplate(actor, id) instanceof Decision.Refused refused) {
            return wrong(Problem.Category.DENIED, refused.code(), refused.parameters());
        }
        Optional<CommandTemplate> template =
                current.templates().stream().filter(each -> each.id().equals(id)).findFirst();
        if (template.isEmpty()) {
            return wrong(Problem.Category.NOT_FOUND, "no_such_template", Map.of("template", id));
        }
        return switch (template.get().fill(values)) {
            case CommandTemplate.Wrong(String code, String parameter) ->
                    wrong(Problem.Category.USER, code, Map.of("parameter", parameter));
            case CommandTemplate.Vector vector ->
                    switch (lookup.find(template.get().program())) {
                        case ProgramLookup.NotUsable(ProgramLookup.Problem problem, String path) ->
                                wrong(
                                        Problem.Category.CONFLICT,
                                        "program_" + problem.name().toLowerCase(Locale.ROOT),
                                        Map.of("program", path));
                        case ProgramLookup.Program(Path path) ->
                                judge(current, actor, template.get(), path, vector);
                    };
        };
    }

    private Looked judge(
            Policy current,
            Actor actor,
            CommandTemplate template,
            Path program,
            CommandTemplate.Vector vector) {
        for (String unit : vector.units()) {
            Optional<ServiceManagers.Owned> owned = managers.resolve(unit);
            if (owned.isEmpty()) {
                return wrong(
                        Problem.Category.NOT_FOUND,
                        "no_such_service",
                        Map.of(
                                "name",
                                unit,
                                "nearest",
                                String.join(" ", managers.nearestNames(unit))));
            }
            String protection = current.protectionOf(owned.get().name());
            if (protection != null) {
                return wrong(
                        Problem.Category.DENIED,
                        protection.equals("refused") ? "protected_unit" : "confirmation_required",
                        Map.of("unit", owned.get().name(), "name", owned.get().name()));
            }
        }
        if (judge.judgeTemplate(current, actor, program, vector.arguments())
                instanceof Decision.Refused refused) {
            return new Looked.Wrong(
                    Problem.Category.DENIED,
                    refused.code(),
                    refused.parameters(),
                    vector.arguments());
        }
        return new Looked.Right(template, program, vector.arguments());
    }

    private static Looked.Wrong wrong(
            Problem.Category category, String code, Map<String, String> parameters) {
        return new Looked.Wrong(category, code, parameters, List.of());
    }
}
