package dev.procdeck.agent.policy;

import dev.procdeck.protocol.operation.Actor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The rules of one policy with the text that they stand in, and what they say of an act: a denial
/// wins, and whatever is said names its lines. Immutable.
///
/// @param source the file's path, or `built-in`
/// @param lines the text as it was written
/// @param own those of the text
/// @param always those that hold under every text: what the built-in default protects
record Rules(String source, List<String> lines, List<Rule> own, List<Rule> always) {
    private static final String BUILT_IN = "built-in";

    Rules {
        lines = List.copyOf(lines);
        own = List.copyOf(own);
        always = List.copyOf(always);
    }

    /// Those of the default that is built into the agent.
    static Rules builtIn() {
        try {
            String text = DefaultPolicy.text();
            return new Rules(BUILT_IN, text.lines().toList(), PolicyParser.parse(text), List.of());
        } catch (PolicySyntaxException e) {
            throw new IllegalStateException("default policy", e);
        }
    }

    static Rules parse(String source, String text) throws PolicySyntaxException {
        return new Rules(source, text.lines().toList(), PolicyParser.parse(text), protections());
    }

    /// Of a policy that cannot be used.
    static Rules none(String source) {
        return new Rules(source, List.of(), List.of(), protections());
    }

    private static List<Rule> protections() {
        return builtIn().own.stream()
                .filter(rule -> rule instanceof Rule.Protect || rule instanceof Rule.Confirm)
                .toList();
    }

    /// These, and one more that holds under every text.
    Rules and(Rule.Own rule) {
        List<Rule> more = new ArrayList<>(always);
        more.add(rule);
        return new Rules(source, lines, own, more);
    }

    /// Those of one kind, in the order of the text.
    <R extends Rule> Stream<R> each(Class<R> kind) {
        return own.stream().filter(kind::isInstance).map(kind::cast);
    }

    /// The first such rule, of the text or of those that always hold. Asked for every row of a
    /// table, so it makes nothing.
    Optional<Rule> find(Predicate<Rule> wanted) {
        Rule found = first(own, wanted);
        return Optional.ofNullable(found == null ? first(always, wanted) : found);
    }

    private static @Nullable Rule first(List<Rule> rules, Predicate<Rule> wanted) {
        for (Rule rule : rules) {
            if (wanted.test(rule)) {
                return rule;
            }
        }
        return null;
    }

    /// Whether any of them lets this person do what it speaks of.
    boolean anyAllows(Actor actor, Predicate<Rule> speaks) {
        return own.stream().anyMatch(rule -> speaks.test(rule) && rule.allows(actor));
    }

    /// A denial wins; without one the first rule that allows decides.
    Judgement judge(Actor actor, Predicate<Rule> speaks, Decision.Refused otherwise) {
        Rule allowing = null;
        Rule denying = null;
        List<Rule> about = new ArrayList<>();
        for (Rule rule : own) {
            if (!speaks.test(rule)) {
                continue;
            }
            if (rule.denies(actor)) {
                about.add(rule);
                denying = denying == null ? rule : denying;
            } else if (rule.allows(actor)) {
                about.add(rule);
                allowing = allowing == null ? rule : allowing;
            }
        }
        Rule decides = denying == null ? allowing : denying;
        return new Judgement(
                denying == null && allowing != null ? new Decision.Allowed() : otherwise,
                about.stream().map(rule -> cite(rule, rule == decides)).toList());
    }

    /// Where the rule stands.
    Judgement.Citation cite(Rule rule, boolean decides) {
        if (rule instanceof Rule.Own(String unit)) {
            return new Judgement.Citation(
                    BUILT_IN, 0, "protect unit " + unit, rule.effect(), decides);
        }
        boolean ofText = own.contains(rule);
        List<String> text = ofText ? lines : DefaultPolicy.text().lines().toList();
        return new Judgement.Citation(
                ofText ? source : BUILT_IN,
                rule.line(),
                text.get(rule.line() - 1).strip(),
                rule.effect(),
                decides);
    }
}
