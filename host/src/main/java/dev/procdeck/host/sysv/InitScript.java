package dev.procdeck.host.sysv;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What the text of a start script says of itself: the LSB header and the lines that name its pid
/// file and its program.
///
/// @param description `Short-Description`, else `# description:`; empty when there is none
/// @param pidFile absolute, when it is written out
/// @param program absolute path of the daemon, when it is written out
/// @param verbs words the script has a case for
record InitScript(
        String name,
        String description,
        List<String> requires,
        Optional<String> pidFile,
        Optional<String> program,
        List<String> verbs) {

    private static final List<String> KNOWN_VERBS =
            List.of("start", "stop", "restart", "reload", "status");

    /// Reads a script's text. Pure.
    static InitScript parse(String name, String text) {
        String description = "";
        List<String> requires = new ArrayList<>();
        Optional<String> pidFile = Optional.empty();
        Optional<String> program = Optional.empty();
        for (String raw : text.lines().limit(2_000).toList()) {
            String line = raw.strip();
            if (line.startsWith("#")) {
                String comment = line.substring(1).strip();
                description =
                        description.isEmpty() ? header(comment, "short-description:") : description;
                description = description.isEmpty() ? header(comment, "description:") : description;
                String required = header(comment, "required-start:");
                if (!required.isEmpty()) {
                    requires.addAll(Arrays.asList(required.split("\\s+")));
                }
                pidFile = pidFile.or(() -> absolute(header(comment, "pidfile:")));
                program = program.or(() -> absolute(header(comment, "processname:")));
            } else {
                pidFile = pidFile.or(() -> assigned(line, List.of("PIDFILE", "PID_FILE", "PID")));
                program = program.or(() -> assigned(line, List.of("DAEMON", "PROG", "EXEC")));
            }
        }
        return new InitScript(name, description, requires, pidFile, program, verbs(text));
    }

    private static List<String> verbs(String text) {
        List<String> found = new ArrayList<>();
        for (String verb : KNOWN_VERBS) {
            // A case label: `start)`, `start|stop)`, `"restart")`.
            boolean label =
                    text.lines()
                            .map(String::strip)
                            .filter(line -> line.contains(")") && !line.startsWith("#"))
                            .map(line -> line.substring(0, line.indexOf(')')))
                            .map(line -> line.replace("\"", "").replace("'", "").replace("(", ""))
                            .anyMatch(line ->
                                    Arrays.asList(line.split("\\s*\\|\\s*")).contains(verb));
            if (label) {
                found.add(verb);
            }
        }
        return found;
    }

    private static String header(String comment, String key) {
        return comment.toLowerCase(Locale.ROOT).startsWith(key)
                ? comment.substring(key.length()).strip()
                : "";
    }

    private static Optional<String> assigned(String line, List<String> names) {
        for (String name : names) {
            if (line.startsWith(name + "=")) {
                String value = line.substring(name.length() + 1).strip();
                return absolute(value.replace("\"", "").replace("'", ""));
            }
        }
        return Optional.empty();
    }

    /// Only what is written out: a `$` would need the shell.
    private static Optional<String> absolute(String value) {
        boolean plain =
                value.startsWith("/")
                        && value.chars()
                                .noneMatch(c -> c <= ' ' || c == '$' || c == '`' || c == ';');
        return plain ? Optional.of(value) : Optional.empty();
    }
}
