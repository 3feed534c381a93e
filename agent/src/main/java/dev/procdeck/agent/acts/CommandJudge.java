package dev.procdeck.agent.acts;

import dev.procdeck.agent.policy.Decision;
import dev.procdeck.agent.policy.Policy;
import dev.procdeck.agent.policy.ProgramDecision;
import dev.procdeck.agent.services.ServiceManagers;
import dev.procdeck.host.commands.ProgramLookup;
import dev.procdeck.host.services.ServiceVerb;
import dev.procdeck.host.systemd.UnitName;
import dev.procdeck.protocol.operation.Actor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Judges an argument vector: the program by the policy's list, and what a service tool would do to
/// which units by the same rules as the buttons. Thread-safe.
///
/// A tool is understood only in the forms that are written down here; any other option or order is
/// refused, since it could mean something else to the tool.
final class CommandJudge {
    private static final Set<String> SYSTEMCTL_OPTIONS =
            Set.of("--no-pager", "--no-block", "--quiet", "-q", "--full", "-l");
    private static final Set<String> LOOKING = Set.of("status");
    private static final Set<String> RUNNING = Set.of("start", "restart");
    private static final Set<String> WITHOUT_UNITS = Set.of("status");
    private static final String STATUS = "status";

    private final ServiceManagers managers;
    private final ProgramLookup lookup;

    CommandJudge(ServiceManagers managers, ProgramLookup lookup) {
        this.managers = managers;
        this.lookup = lookup;
    }

    /// What is said of one vector.
    ///
    /// @param runAs the account; null for the agent's own
    /// @param allowable whether one more line of policy would allow it
    record Verdict(Decision decision, @Nullable String runAs, boolean allowable) {}

    /// What a service tool is asked to do.
    ///
    /// @param options those before the verb, each understood
    record Asked(@Nullable String verb, List<String> names, @Nullable Decision wrong) {
        static Asked wrong(String code, String argument) {
            return new Asked(
                    null, List.of(), new Decision.Refused(code, Map.of("argument", argument)));
        }
    }

    Verdict judge(Policy policy, Actor actor, Path program, List<String> arguments) {
        String tool = String.valueOf(program.getFileName());
        List<String> rest = arguments.subList(1, arguments.size());
        Asked asked = ask(tool, rest);
        ProgramDecision allowed = policy.decideProgram(actor, program.toString(), asked.verb());
        if (allowed.listed() && asked.wrong() != null) {
            return new Verdict(asked.wrong(), allowed.runAs(), false);
        }
        if (!(allowed.decision() instanceof Decision.Allowed)) {
            return new Verdict(allowed.decision(), null, !allowed.listed());
        }
        return new Verdict(judgeNames(policy, actor, tool, asked), allowed.runAs(), false);
    }

    /// What the unit rules say of a vector that root wrote down but for its values. A program that
    /// is no service tool has no units of its own to judge.
    Decision judgeTemplate(Policy policy, Actor actor, Path program, List<String> arguments) {
        String tool = String.valueOf(program.getFileName());
        Asked asked = ask(tool, arguments.subList(1, arguments.size()));
        return asked.wrong() != null ? asked.wrong() : judgeNames(policy, actor, tool, asked);
    }

    /// The services that a vector acts on.
    ///
    /// @param toRun whether they are to run afterwards
    record Touched(List<String> units, boolean toRun) {}

    /// What a service tool's vector touches; nothing for any other program, and where that is not
    /// known.
    Touched touchedBy(Path program, List<String> arguments) {
        String tool = String.valueOf(program.getFileName());
        Asked asked = ask(tool, arguments.subList(1, arguments.size()));
        String verb = asked.verb();
        List<String> units =
                verb == null || LOOKING.contains(verb)
                        ? List.of()
                        : unitsOf(tool, asked).orElse(List.of());
        if (tool.equals("supervisorctl")) {
            units = units.stream().filter(SupervisorctlNames::isProgram).toList();
        }
        return new Touched(units, verb != null && RUNNING.contains(verb));
    }

    private Asked ask(String tool, List<String> rest) {
        return switch (tool) {
            case "systemctl" -> systemctl(rest);
            case "service", "rc-service" -> service(rest);
            case "supervisorctl" -> supervisorctl(rest);
            default -> new Asked(rest.isEmpty() ? null : rest.getFirst(), List.of(), null);
        };
    }

    private Decision judgeNames(Policy policy, Actor actor, String tool, Asked asked) {
        String word = asked.verb();
        if (word == null || LOOKING.contains(word)) {
            return new Decision.Allowed();
        }
        Optional<dev.procdeck.protocol.operation.ServiceVerb> verb =
                ServiceVerb.findByWord(word)
                        .map(v -> dev.procdeck.protocol.operation.ServiceVerb.valueOf(v.name()));
        Optional<List<String>> units = unitsOf(tool, asked);
        if (units.isEmpty()) {
            return new Decision.Refused("programs_unknown", Map.of("verb", word));
        }
        Decision decision = new Decision.Allowed();
        for (String unit : units.get()) {
            Decision one =
                    policy.decideService(
                            actor,
                            verb.orElse(dev.procdeck.protocol.operation.ServiceVerb.RESTART),
                            unit);
            switch (one) {
                case Decision.Refused refused -> {
                    return refused;
                }
                case Decision.NeedsConfirmation _ -> {
                    return new Decision.Refused("confirmation_required", Map.of("name", unit));
                }
                case Decision.Allowed allowed -> decision = allowed;
            }
        }
        return decision;
    }

    /// Canonical names; empty when they cannot be known now.
    private Optional<List<String>> unitsOf(String tool, Asked asked) {
        return tool.equals("supervisorctl")
                ? SupervisorctlNames.expand(asked, managers)
                : Optional.of(asked.names().stream().map(this::canonical).toList());
    }

    /// The name behind an alias; a name that nobody knows stays as it is, with its suffix.
    private String canonical(String name) {
        return managers.resolve(name)
                .map(ServiceManagers.Owned::name)
                .orElseGet(() -> UnitName.parse(name).map(UnitName::value).orElse(name));
    }

    private static Asked systemctl(List<String> arguments) {
        List<String> words = new ArrayList<>();
        boolean options = true;
        for (String argument : arguments) {
            if (options && argument.equals("--")) {
                options = false;
            } else if (options && argument.startsWith("-")) {
                if (!SYSTEMCTL_OPTIONS.contains(argument)) {
                    return Asked.wrong("option_not_allowed", argument);
                }
            } else {
                words.add(argument);
            }
        }
        if (words.isEmpty()) {
            return Asked.wrong("verb_missing", "systemctl");
        }
        String verb = words.getFirst();
        List<String> names = List.copyOf(words.subList(1, words.size()));
        for (String name : names) {
            // systemctl would expand a pattern to units that nobody judged.
            if (UnitName.parse(name).isEmpty()) {
                return Asked.wrong("invalid_name", name);
            }
        }
        return names.isEmpty() && !WITHOUT_UNITS.contains(verb)
                ? Asked.wrong("unit_missing", verb)
                : new Asked(verb, names, null);
    }

    private static Asked service(List<String> arguments) {
        if (arguments.size() != 2) {
            return Asked.wrong("form_not_understood", "service NAME VERB");
        }
        String name = arguments.getFirst();
        return name.startsWith("-") || UnitName.parse(name).isEmpty()
                ? Asked.wrong("invalid_name", name)
                : new Asked(arguments.get(1), List.of(name), null);
    }

    private Asked supervisorctl(List<String> arguments) {
        int at = 0;
        while (at < arguments.size() && arguments.get(at).startsWith("-")) {
            String option = arguments.get(at);
            boolean configuration = option.equals("-c") || option.equals("--configuration");
            if (!configuration || at + 1 == arguments.size()) {
                return Asked.wrong("option_not_allowed", option);
            }
            String file = arguments.get(at + 1);
            if (!isRoots(file)) {
                return Asked.wrong("configuration_not_roots", file);
            }
            at += 2;
        }
        if (at == arguments.size()) {
            // Without an action it would wait for input.
            return Asked.wrong("verb_missing", "supervisorctl");
        }
        List<String> names = arguments.subList(at + 1, arguments.size());
        for (String name : names) {
            if (name.startsWith("-")) {
                return Asked.wrong("option_not_allowed", name);
            }
        }
        String verb = arguments.get(at);
        return new Asked(verb, verb.equals(STATUS) ? List.of() : List.copyOf(names), null);
    }

    /// A configuration file may name programs to run, so only root may have written it.
    private boolean isRoots(String file) {
        return file.startsWith("/")
                && switch (lookup.check(Path.of(file))) {
                    case ProgramLookup.Program _ -> true;
                    case ProgramLookup.NotUsable unusable ->
                            unusable.problem() == ProgramLookup.Problem.NOT_EXECUTABLE;
                };
    }
}
