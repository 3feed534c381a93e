package dev.procdeck.agent.policy;

import dev.procdeck.protocol.operation.Actor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is said of running a program. Immutable.
///
/// @param runAs the account that it runs as; null for the agent's own
/// @param listed whether some rule speaks of the program, so that another line would not help
public record ProgramDecision(Judgement judgement, @Nullable String runAs, boolean listed) {
    public Decision decision() {
        return judgement.decision();
    }

    /// The first rule that allows decides who the program runs as; a denial wins over all.
    ///
    /// @param path the resolved program
    /// @param subcommand its first argument that is not an option; null when there is none
    static ProgramDecision by(Rules rules, Actor actor, String path, @Nullable String subcommand) {
        List<Rule.Program> speaking = new ArrayList<>();
        boolean listed = false;
        for (Rule.Program program : rules.each(Rule.Program.class).toList()) {
            if (!program.means(path)) {
                continue;
            }
            boolean speaks = program.speaksOf(subcommand);
            if (speaks && program.denies(actor)) {
                return new ProgramDecision(
                        new Judgement(
                                Policy.denied("command", path), List.of(rules.cite(program, true))),
                        null,
                        true);
            }
            if (program.allows(actor)) {
                listed = true;
                if (speaks) {
                    speaking.add(program);
                }
            }
        }
        if (speaking.isEmpty()) {
            return new ProgramDecision(
                    Judgement.of(
                            new Decision.Refused(
                                    listed ? "subcommand_not_allowed" : "program_not_allowed",
                                    Map.of(
                                            "program",
                                            path,
                                            "subcommand",
                                            subcommand == null ? "" : subcommand))),
                    null,
                    listed);
        }
        Rule.Program allowing = speaking.getFirst();
        return new ProgramDecision(
                new Judgement(
                        new Decision.Allowed(),
                        speaking.stream().map(rule -> rules.cite(rule, rule == allowing)).toList()),
                allowing.runAs(),
                true);
    }
}
