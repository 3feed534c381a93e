package dev.procdeck.host.commands;

import java.time.Duration;
import java.util.Optional;

/// A command under way. Thread-safe.
public interface CommandRun {

    CommandSpec spec();

    EnforcedLimits enforced();

    /// Ends the whole tree (TERM, then KILL); returns at once, [#await] then answers `Cancelled`.
    void cancel();

    /// The result, or empty when it has not ended within `patience`.
    Optional<CommandResult> await(Duration patience) throws InterruptedException;
}
