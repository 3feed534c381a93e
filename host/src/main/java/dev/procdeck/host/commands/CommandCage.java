package dev.procdeck.host.commands;

/// Runs commands under limits.
public interface CommandCage extends AutoCloseable {

    /// What this host would hold a command to.
    EnforcedLimits enforced(CommandLimits limits);

    /// Starts it; never throws for what a host can do (the run then ends as `NotStarted`).
    CommandRun start(CommandSpec spec, CommandOutput output);

    /// Ends all runs.
    @Override
    void close();
}
