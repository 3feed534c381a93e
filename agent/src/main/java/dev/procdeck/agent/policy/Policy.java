package dev.procdeck.agent.policy;

import dev.procdeck.protocol.operation.Actor;
import dev.procdeck.protocol.operation.Role;
import dev.procdeck.protocol.operation.ServiceVerb;
import java.util.ArrayList;
import java.util.Comparator;
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
/// stays protected under every file. Each judgement names the rules that it rests on, and deciding
/// is judging with the reasons left out, so that what people are told cannot differ from what is
/// done.
public final class Policy {
    private final Rules rules;
    private final @Nullable LookOnly lookOnly;

    private Policy(Rules rules, @Nullable LookOnly lookOnly) {
        this.rules = rules;
        this.lookOnly = lookOnly;
    }

    /// The policy built into the agent.
    public static Policy builtIn() {
        return new Policy(Rules.builtIn(), null);
    }

    /// The policy that a file's text says, with what the built-in default protects.
    public static Policy parse(String source, String text) throws PolicySyntaxException {
        return new Policy(Rules.parse(source, text), null);
    }

    /// Nothing may be done, for this reason.
    public static Policy lookOnly(String source, LookOnly reason) {
        return new Policy(Rules.none(source), reason);
    }

    /// This policy, in which the unit that this program runs in is protected as well, whatever its
    /// name.
    Policy protectingOwn(@Nullable String unit) {
        return unit == null || isProtected(unit)
                ? this
                : new Policy(rules.and(new Rule.Own(unit)), lookOnly);
    }

    /// The file's path, or `built-in`.
    public String source() {
        return rules.source();
    }

    /// Why nothing may be done; null in the normal case.
    public @Nullable LookOnly lookOnly() {
        return lookOnly;
    }

    /// The text as it was written.
    public List<String> lines() {
        return rules.lines();
    }

    /// Whether this person may do this to the unit of this canonical name.
    public Decision decideService(Actor actor, ServiceVerb verb, String unit) {
        return judgeService(actor, verb, unit).decision();
    }

    /// Why this person may or may not do this to the unit of this canonical name.
    public Judgement judgeService(Actor actor, ServiceVerb verb, String unit) {
        Optional<Decision> ceiling = ceiling(actor, Role.OPERATOR);
        if (ceiling.isPresent()) {
            return Judgement.of(ceiling.get());
        }
        Optional<Rule> protecting = findProtecting(unit);
        if (protecting.isPresent()) {
            return new Judgement(
                    new Decision.Refused("protected_unit", Map.of("unit", unit)),
                    List.of(rules.cite(protecting.get(), true)));
        }
        Judgement judged =
                rules.judge(
                        actor,
                        rule ->
                                rule instanceof Rule.Service service
                                        && service.verbs().contains(verb)
                                        && Glob.anyMeans(service.units(), unit),
                        denied(word(verb), unit));
        Optional<Rule> confirming = findConfirming(unit);
        return judged.decision() instanceof Decision.Allowed && confirming.isPresent()
                ? judged.but(
                        new Decision.NeedsConfirmation(unit), rules.cite(confirming.get(), true))
                : judged;
    }

    /// Whether this person may send this signal at all.
    public Decision decideSignal(Actor actor, String signal) {
        return judgeSignal(actor, signal).decision();
    }

    /// Why this person may or may not send this signal at all.
    public Judgement judgeSignal(Actor actor, String signal) {
        return ceiling(actor, Role.OPERATOR)
                .map(Judgement::of)
                .orElseGet(() ->
                        rules.judge(
                                actor,
                                rule ->
                                        rule instanceof Rule.Signals signals
                                                && signals.speakOf(signal),
                                denied("signal", signal)));
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
                        rules.anyAllows(actor, speaks) ? new Decision.Allowed() : denied(act, ""));
    }

    /// Whether this person may set priorities at all.
    public Decision decidePriority(Actor actor) {
        return judgePriority(actor).decision();
    }

    /// Why this person may or may not set priorities at all.
    public Judgement judgePriority(Actor actor) {
        return ceiling(actor, Role.OPERATOR)
                .map(Judgement::of)
                .orElseGet(() ->
                        rules.judge(
                                actor,
                                rule -> rule instanceof Rule.Priority,
                                denied("priority", "")));
    }

    /// Whether this person may see what masking hides.
    public Decision decideSecrets(Actor actor) {
        return ceiling(actor, Role.ADMIN).orElseGet(Decision.Allowed::new);
    }

    /// The least role that must have a second factor, with all above it; null when none must.
    public @Nullable Role secondFactorFrom() {
        return rules.each(Rule.Require.class)
                .map(Rule.Require::role)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    /// The commands that are held ready, in the order of the file.
    public List<CommandTemplate> templates() {
        return rules.each(Rule.Template.class).map(Rule.Template::template).toList();
    }

    /// The programs that the rules let somebody run, in the order of the file.
    public List<NamedProgram> programs() {
        List<NamedProgram> programs = new ArrayList<>();
        for (Rule rule : rules.own()) {
            if (rule instanceof Rule.Template(int line, CommandTemplate template)) {
                programs.add(new NamedProgram(line, template.program()));
            } else if (rule instanceof Rule.Program program && program.allow()) {
                programs.add(new NamedProgram(program.line(), program.program()));
            }
        }
        return programs;
    }

    /// @param line the number of the line that names it
    /// @param program a path, or a plain name that stands for the program in root's folders
    public record NamedProgram(int line, String program) {}

    /// Whether this person may run the command that is held ready under this name.
    public Decision decideTemplate(Actor actor, String id) {
        return judgeTemplate(actor, id).decision();
    }

    /// Why this person may or may not run the command that is held ready under this name.
    public Judgement judgeTemplate(Actor actor, String id) {
        return ceiling(actor, Role.OPERATOR)
                .map(Judgement::of)
                .orElseGet(() ->
                        rules.judge(
                                actor,
                                rule ->
                                        rule instanceof Rule.RunTemplate run
                                                && run.ids().stream()
                                                        .anyMatch(glob -> glob.matches(id)),
                                denied("template", id)));
    }

    /// Which rule lets this person run the program with this first argument; refused without one.
    ///
    /// @param path the resolved program
    /// @param subcommand its first argument that is not an option; null when there is none
    public ProgramDecision decideProgram(Actor actor, String path, @Nullable String subcommand) {
        return ceiling(actor, Role.ADMIN)
                .map(refused -> new ProgramDecision(Judgement.of(refused), null, false))
                .orElseGet(() -> ProgramDecision.by(rules, actor, path, subcommand));
    }

    /// Whether acts on the unit, and on its processes, are refused to everybody.
    public boolean isProtected(String unit) {
        return findProtecting(unit).isPresent();
    }

    /// Whether the processes of this unit are left alone one by one. Those that merely share the
    /// unit that this program was started in, as a login session, are not.
    public boolean protectsProcessesOf(String unit) {
        return findProtecting(unit).filter(rule -> rule instanceof Rule.Protect).isPresent();
    }

    private Optional<Rule> findProtecting(String unit) {
        return rules.find(rule ->
                rule instanceof Rule.Protect p && Glob.anyMeans(p.units(), unit)
                        || rule instanceof Rule.Own o && o.unit().equals(unit));
    }

    /// Whether the unit's name must be typed before an act.
    public boolean needsConfirmation(String unit) {
        return findConfirming(unit).isPresent();
    }

    private Optional<Rule> findConfirming(String unit) {
        return rules.find(rule -> rule instanceof Rule.Confirm c && Glob.anyMeans(c.units(), unit));
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
        if (lookOnly != null) {
            return Optional.of(new Decision.Refused(LookOnly.CODE, lookOnly.parameters()));
        }
        if (actor.role().compareTo(least) < 0) {
            return Optional.of(
                    new Decision.Refused(
                            "role_denied",
                            Map.of("role", actor.role().name().toLowerCase(Locale.ROOT))));
        }
        return Optional.empty();
    }

    /// What the rules do not allow.
    static Decision.Refused denied(String act, String target) {
        return new Decision.Refused("policy_denied", Map.of("act", act, "target", target));
    }
}
