package dev.procdeck.host.commands;

import dev.procdeck.host.services.ExitFact;
import java.time.Duration;

/// How a command ended.
///
/// @param outputBytes written in all, as far as seen
/// @param truncated more was written than [CommandLimits#outputBytes]
public record CommandResult(End end, Duration took, long outputBytes, boolean truncated) {

    public sealed interface End {}

    /// By itself: an exit status, or a signal that was not ours.
    public record Ended(ExitFact exit) implements End {}

    /// Its time was up; the whole tree was ended.
    public record TimedOut() implements End {}

    /// Someone cancelled it; the whole tree was ended.
    public record Cancelled() implements End {}

    /// Out of memory.
    public record OutOfMemory() implements End {}

    /// It never ran: the code is errno's or the manager's word.
    public record NotStarted(String code, String message) implements End {}

    /// Its end was not seen (bus lost, agent restarted); it is not run again.
    public record Unknown(String why) implements End {}
}
