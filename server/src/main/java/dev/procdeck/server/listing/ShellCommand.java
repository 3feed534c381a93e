package dev.procdeck.server.listing;

import java.util.Arrays;
import java.util.stream.Collectors;

/// The shell command that a view equals, to copy. Shown, never run.
public final class ShellCommand {
    private ShellCommand() {}

    /// Joins the words, each quoted where a shell would take it for more than itself.
    public static String of(String... words) {
        return Arrays.stream(words).map(ShellCommand::quote).collect(Collectors.joining(" "));
    }

    private static String quote(String word) {
        return word.matches("[A-Za-z0-9_@%+=:,./-]+")
                ? word
                : "'" + word.replace("'", "'\\''") + "'";
    }
}
