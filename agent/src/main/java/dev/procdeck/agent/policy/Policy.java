package dev.procdeck.agent.policy;

import dev.procdeck.host.commands.ProgramLookup;
import dev.procdeck.protocol.operation.Actor;
import dev.procdeck.protocol.operation.Role;
import dev.procdeck.protocol.operation.ServiceVerb;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One policy in force. Immutable.
///
/// A viewer never acts and only an administrator runs programs, whatever the rules say; beyond that
/// an act needs a rule that allows it and none that denies it. What the built-in default protects
/// stays protected under every file.
public final class Policy {
    /// The suffix of a unit that is meant by a name without one.
    private static final String SERVICE = ".service";

    private final String source;
    private final @Nullable String lookOnlyReason;
    private final List<String> lines;
    private final List<Rule> rules;
    private final List<Glob> protectedUnits;
    private final List<Glob> confirmedUnits;

    private Policy(String source, @Nullable String lookOnlyReason, String text, List<Rule> rules) {
        this.source = source;
        this.lookOnlyReason = lookOnlyReason;
        this.lines = text.lines().toList();
        this.rules = rules;
        List<Glob> protecting = new ArrayList<>();
        List<Glob> confirming = new ArrayList<>();
        for (Rule rule : rules) {
            switch (rule) {
                case Rule.Protect protect -> protecting.addAll(protect.units());
                case Rule.Confirm confirm -> confirming.addAll(confirm.units());
                case Rule.Service _, Rule.Signals _, Rule.Priority _, Rule.Program _ -> {}
            }
        }
        this.protectedUnits = List.copyOf(protecting);
        this.confirmedUnits = List.copyOf(confirming);
    }

    /// The policy built into the agent.
    public static Policy builtIn() {
        try {
            String text = DefaultPolicy.text();
            return new Policy("built-in", null, text, PolicyParser.parse(text));
        } catch (PolicySyntaxException e) {
            throw new IllegalStateException("default policy", e);
        }
    }

    /// The policy that a file's text says, with what the built-in default protects.
    public static Policy parse(String source, String text) throws PolicySyntaxException {
        List<Rule> rules = new ArrayList<>(PolicyParser.parse(text));
        rules.addAll(protections());
        return new Policy(source, null, text, List.copyOf(rules));
    }

    /// Nothing may be done, for this reason.
    public static Policy lookOnly(String source, String reason) {
        return new Policy(source, reason, "", protections());
    }

    private static List<Rule> protections() {
        return builtIn().rules.stream()
                .filter(rule -> rule instanceof Rule.Protect || rule instanceof Rule.Confirm)
                .toList();
    }

    /// The file's path, or `built-in`.
    public String source() {
        return source;
    }

    /// Why nothing may be done; null in the normal case.
    public @Nullable String lookOnlyReason() {
        return lookOnlyReason;
    }

    /// The text as it was written.
    public List<String> lines() {
        return lines;
    }

    /// Whether this person may do this to the unit of this canonical name.
    public Decision decideService(Actor actor, ServiceVerb verb, String unit) {
        Optional<Decision> ceiling = ceiling(actor, Role.OPERATOR);
        if (ceiling.isPresent()) {
            return ceiling.get();
        }
        if (isProtected(unit)) {
            return new Decision.Refused("protected_unit", Map.of("unit", unit));
        }
        boolean allowed =
                judge(
                        actor,
                        rule ->
                                rule instanceof Rule.Service service
                                        && service.verbs().contains(verb)
                                        && matches(service.units(), unit));
        if (!allowed) {
            return denied(word(verb), unit);
        }
        return needsConfirmation(unit)
                ? new Decision.NeedsConfirmation(unit)
                : new Decision.Allowed();
    }

    /// Whether this person may send this signal at all.
    public Decision decideSignal(Actor actor, String signal) {
        return ceiling(actor, Role.OPERATOR)
                .orElseGet(() ->
                        judge(
                                        actor,
                                        rule ->
                                                rule instanceof Rule.Signals signals
                                                        && speaksOf(signals, signal))
                                ? new Decision.Allowed()
                                : denied("signal", signal));
    }

    /// Whether there is any unit on which this person may do this.
    public Decision decideAnyService(Actor actor, ServiceVerb verb) {
        return decideAny(
                actor,
                Role.OPERATOR,
                rule -> rule instanceof Rule.Service service && service.verbs().contains(verb),
                word(verb));
    }

    /// Whether there is any program that this person may run.
    public Decision decideAnyProgram(Actor actor) {
        return decideAny(actor, Role.ADMIN, rule -> rule instanceof Rule.Program, "command");
    }

    private Decision decideAny(Actor actor, Role least, Predicate<Rule> speaks, String act) {
        return ceiling(actor, least)
                .orElseGet(() ->
                        rules.stream().anyMatch(rule -> speaks.test(rule) && allows(rule, actor))
                                ? new Decision.Allowed()
                                : denied(act, ""));
    }

    private static boolean speaksOf(Rule.Signals rule, String signal) {
        return rule.names() == null || rule.names().contains(signal);
    }

    /// Whether this person may set priorities at all.
    public Decision decidePriority(Actor actor) {
        return ceiling(actor, Role.OPERATOR)
                .orElseGet(() ->
                        judge(actor, rule -> rule instanceof Rule.Priority)
                                ? new Decision.Allowed()
                                : denied("priority", ""));
    }

    /// Which rule lets this person run the program with this first argument; refused without one.
    ///
    /// @param path the resolved program
    /// @param subcommand its first argument that is not an option; null when there is none
    public ProgramDecision decideProgram(Actor actor, String path, @Nullable String subcommand) {
        Optional<Decision> ceiling = ceiling(actor, Role.ADMIN);
        if (ceiling.isPresent()) {
            return new ProgramDecision(ceiling.get(), null, false);
        }
        Rule.Program allowing = null;
        boolean listed = false;
        for (Rule rule : rules) {
            if (rule instanceof Rule.Program program && isProgram(program.program(), path)) {
                boolean speaks =
                        program.subcommands().isEmpty()
                                || (subcommand != null
                                        && program.subcommands().contains(subcommand));
                if (!program.allow()
                        && speaks
                        && program.who().denies(actor.userName(), actor.role())) {
                    return new ProgramDecision(denied("command", path), null, true);
                }
                if (program.allow() && program.who().allows(actor.userName(), actor.role())) {
                    listed = true;
                    if (speaks && allowing == null) {
                        allowing = program;
                    }
                }
            }
        }
        return allowing == null
                ? new ProgramDecision(
                        new Decision.Refused(
                                listed ? "subcommand_not_allowed" : "program_not_allowed",
                                Map.of(
                                        "program",
                                        path,
                                        "subcommand",
                                        subcommand == null ? "" : subcommand)),
                        null,
                        listed)
                : new ProgramDecision(new Decision.Allowed(), allowing.runAs(), true);
    }

    /// What is said of a program.
    ///
    /// @param runAs the account that it runs as; null for the agent's own
    /// @param listed whether some rule speaks of the program, so that another line would not help
    public record ProgramDecision(Decision decision, @Nullable String runAs, boolean listed) {}

    /// Whether acts on the unit, and on its processes, are refused to everybody.
    public boolean isProtected(String unit) {
        return matches(protectedUnits, unit);
    }

    /// Whether the unit's name must be typed before an act.
    public boolean needsConfirmation(String unit) {
        return matches(confirmedUnits, unit);
    }

    /// `refused`, `confirm` or null, as rows show it.
    public @Nullable String protectionOf(@Nullable String unit) {
        if (unit == null) {
            return null;
        }
        if (isProtected(unit)) {
            return "refused";
        }
        return needsConfirmation(unit) ? "confirm" : null;
    }

    static String word(ServiceVerb verb) {
        return verb.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private Optional<Decision> ceiling(Actor actor, Role least) {
        if (lookOnlyReason != null) {
            return Optional.of(new Decision.Refused("look_only", Map.of("reason", lookOnlyReason)));
        }
        if (actor.role().compareTo(least) < 0) {
            return Optional.of(
                    new Decision.Refused(
                            "role_denied",
                            Map.of("role", actor.role().name().toLowerCase(Locale.ROOT))));
        }
        return Optional.empty();
    }

    private boolean judge(Actor actor, Predicate<Rule> speaks) {
        boolean allowed = false;
        for (Rule rule : rules) {
            if (speaks.test(rule)) {
                if (denies(rule, actor)) {
                    return false;
                }
                allowed |= allows(rule, actor);
            }
        }
        return allowed;
    }

    private static boolean allows(Rule rule, Actor actor) {
        return switch (rule) {
            case Rule.Service r -> r.allow() && r.who().allows(actor.userName(), actor.role());
            case Rule.Signals r -> r.allow() && r.who().allows(actor.userName(), actor.role());
            case Rule.Priority r -> r.allow() && r.who().allows(actor.userName(), actor.role());
            case Rule.Program r -> r.allow() && r.who().allows(actor.userName(), actor.role());
            case Rule.Protect _, Rule.Confirm _ -> false;
        };
    }

    private static boolean denies(Rule rule, Actor actor) {
        return switch (rule) {
            case Rule.Service r -> !r.allow() && r.who().denies(actor.userName(), actor.role());
            case Rule.Signals r -> !r.allow() && r.who().denies(actor.userName(), actor.role());
            case Rule.Priority r -> !r.allow() && r.who().denies(actor.userName(), actor.role());
            case Rule.Program r -> !r.allow() && r.who().denies(actor.userName(), actor.role());
            case Rule.Protect _, Rule.Confirm _ -> true;
        };
    }

    /// A rule's plain name means the program of that name in one of root's folders.
    private static boolean isProgram(String ruled, String path) {
        if (ruled.startsWith("/")) {
            return ruled.equals(path);
        }
        Path program = Path.of(path);
        return ProgramLookup.FOLDERS.contains(program.getParent())
                && String.valueOf(program.getFileName()).equals(ruled);
    }

    /// A name without a dot, as SysV scripts have, also means the service of that name.
    private static boolean matches(List<Glob> globs, String unit) {
        for (Glob glob : globs) {
            if (glob.matches(unit) || (unit.indexOf('.') < 0 && glob.matches(unit + SERVICE))) {
                return true;
            }
        }
        return false;
    }

    private static Decision.Refused denied(String act, String target) {
        return new Decision.Refused("policy_denied", Map.of("act", act, "target", target));
    }
}
