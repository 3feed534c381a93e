package dev.procdeck.host.services;

/// One `Condition…=` or `Assert…=` of a unit and how it came out the last time.
///
/// @param type `ConditionPathExists`, …
/// @param trigger whether it is one of the "at least one of these" (`|`) kind
/// @param negated whether it holds when the test is false (`!`)
public record ConditionCheck(
        String type, boolean trigger, boolean negated, String parameter, Result result) {

    public enum Result {
        HELD,
        FAILED,
        /// Not looked at yet.
        UNTESTED
    }
}
