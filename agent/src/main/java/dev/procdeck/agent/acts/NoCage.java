package dev.procdeck.agent.acts;

import dev.procdeck.host.commands.CommandCage;
import dev.procdeck.host.commands.CommandLimits;
import dev.procdeck.host.commands.CommandOutput;
import dev.procdeck.host.commands.CommandResult;
import dev.procdeck.host.commands.CommandRun;
import dev.procdeck.host.commands.CommandSpec;
import dev.procdeck.host.commands.EnforcedLimits;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// A host on which no command can be held to limits: none is started. Immutable.
public final class NoCage implements CommandCage {
    @Override
    public EnforcedLimits enforced(CommandLimits limits) {
        return new EnforcedLimits(Map.of());
    }

    @Override
    public CommandRun start(CommandSpec spec, CommandOutput output) {
        return new CommandRun() {
            @Override
            public CommandSpec spec() {
                return spec;
            }

            @Override
            public EnforcedLimits enforced() {
                return new EnforcedLimits(Map.of());
            }

            @Override
            public void cancel() {}

            @Override
            public Optional<CommandResult> await(Duration patience) {
                return Optional.of(
                        new CommandResult(
                                new CommandResult.NotStarted("no_cage", ""),
                                Duration.ZERO,
                                0,
                                false));
            }
        };
    }

    @Override
    public void close() {}
}
