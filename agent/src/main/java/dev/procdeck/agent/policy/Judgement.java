package dev.procdeck.agent.policy;

import dev.procdeck.protocol.answer.PolicyExplanation;
import java.util.ArrayList;
import java.util.List;

/// A decision with the lines of the policy that speak of the act. Immutable.
public record Judgement(Decision decision, List<Citation> citations) {
    public Judgement {
        citations = List.copyOf(citations);
    }

    /// One line of the policy.
    ///
    /// @param source the file's path, or `built-in`
    /// @param line from 1; 0 for what stands in no text: that the program protects its own unit
    /// @param effect `allow`, `deny`, `protect` or `confirm`
    /// @param decides whether the decision rests on it
    public record Citation(String source, int line, String text, String effect, boolean decides) {}

    /// A decision that no line made: the role's ceiling, or that no line speaks of the act.
    static Judgement of(Decision decision) {
        return new Judgement(decision, List.of());
    }

    /// The same reasons and one more that turns the decision.
    Judgement but(Decision other, Citation reason) {
        List<Citation> more = new ArrayList<>();
        for (Citation each : citations) {
            more.add(new Citation(each.source(), each.line(), each.text(), each.effect(), false));
        }
        more.add(reason);
        return new Judgement(other, more);
    }

    /// As people are shown it.
    public PolicyExplanation toExplanation(String target) {
        return new PolicyExplanation(
                target,
                decision.toPermission(),
                citations.stream()
                        .map(each ->
                                new PolicyExplanation.Line(
                                        each.source(),
                                        each.line(),
                                        each.text(),
                                        each.effect(),
                                        each.decides()))
                        .toList());
    }
}
