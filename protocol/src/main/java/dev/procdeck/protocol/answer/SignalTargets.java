package dev.procdeck.protocol.answer;

import dev.procdeck.protocol.ProcessKey;
import java.util.List;

/// The processes that a signal to a group would reach, the head of a tree first.
///
/// @param most how many one act may reach
/// @param tooMany whether there are more, so that the act would be refused
public record SignalTargets(List<Target> targets, int most, boolean tooMany) implements Answer {
    public SignalTargets {
        targets = List.copyOf(targets);
    }

    /// One process.
    ///
    /// @param permission whether this person may signal it, and why not
    public record Target(ProcessKey process, String comm, Permission permission) {}
}
