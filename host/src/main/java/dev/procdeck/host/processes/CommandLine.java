package dev.procdeck.host.processes;

import java.util.List;

/// The arguments of a process, /proc/[pid]/cmdline. A process may write anything there, so neither
/// the first argument nor any other is evidence of what runs.
///
/// @param arguments decoded as UTF-8 with U+FFFD for what is not; control characters are kept
/// @param truncated whether more was there than the reader takes
public record CommandLine(List<String> arguments, boolean truncated) {
    public static final CommandLine NONE = new CommandLine(List.of(), false);

    public CommandLine {
        arguments = List.copyOf(arguments);
    }

    /// The arguments joined by spaces, as `ps -o args` shows them; lossy, for people only.
    public String text() {
        return String.join(" ", arguments);
    }
}
