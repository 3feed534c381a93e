package dev.procdeck.host.commands;

import java.nio.file.Path;
import java.util.List;

/// One command to run.
///
/// @param id ours, `[a-z0-9-]{1,64}`; becomes part of the unit's name
/// @param program absolute path, checked by [ProgramLookup]
/// @param arguments argv without argv[0]; each goes to the program as it is
/// @param user account to run as; empty for our own
public record CommandSpec(
        String id, Path program, List<String> arguments, String user, CommandLimits limits) {
    public CommandSpec {
        arguments = List.copyOf(arguments);
        if (!id.matches("[a-z0-9][a-z0-9-]{0,63}")) {
            throw new IllegalArgumentException("command id");
        }
    }
}
