package dev.procdeck.server.console;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// A command line: words, and options with one value each (`--bind A` or `--bind=A`); a few are
/// flags. Immutable.
///
/// @param words the command and its operands, in order
/// @param values the options' values by name
/// @param flags the options without a value
public record Arguments(List<String> words, Map<String, List<String>> values, Set<String> flags) {
    private static final Set<String> FLAGS = Set.of("--password-stdin", "--remove");
    private static final Set<String> OPTIONS =
            Set.of(
                    "--socket",
                    "--data-dir",
                    "--bind",
                    "--port",
                    "--host",
                    "--role",
                    "--format",
                    "--database-url",
                    "--app-role",
                    "--file",
                    "--journal",
                    "--before",
                    "--tls-cert",
                    "--tls-key",
                    "--proxy-from",
                    "--path-prefix");

    public Arguments {
        words = List.copyOf(words);
        values = Map.copyOf(values);
        flags = Set.copyOf(flags);
    }

    /// Reads a command line.
    ///
    /// @throws UsageException for an option nobody knows or one without its value
    public static Arguments parse(String... args) {
        List<String> words = new ArrayList<>();
        Map<String, List<String>> values = new TreeMap<>();
        Set<String> flags = new HashSet<>();
        for (int i = 0; i < args.length; i++) {
            String arg = args[i];
            if (!arg.startsWith("--")) {
                words.add(arg);
            } else if (FLAGS.contains(arg)) {
                flags.add(arg);
            } else {
                int equals = arg.indexOf('=');
                String name = equals < 0 ? arg : arg.substring(0, equals);
                if (!OPTIONS.contains(name)) {
                    throw new UsageException("unknown option " + name);
                }
                if (equals < 0 && i + 1 == args.length) {
                    throw new UsageException(name + " wants a value");
                }
                String value = equals < 0 ? args[++i] : arg.substring(equals + 1);
                values.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
            }
        }
        return new Arguments(words, values, flags);
    }

    /// The first word, or nothing.
    public String command() {
        return word(0);
    }

    /// A word by its place, or nothing.
    public String word(int index) {
        return index < words.size() ? words.get(index) : "";
    }

    /// The last value of an option.
    public Optional<String> option(String name) {
        List<String> all = options(name);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }

    /// All values of an option that may be repeated.
    public List<String> options(String name) {
        return values.getOrDefault(name, List.of());
    }

    /// The value of an option that must be there.
    public String required(String name) {
        return option(name).orElseThrow(() -> new UsageException(name + " is missing"));
    }

    /// Whether a flag was given.
    public boolean has(String flag) {
        return flags.contains(flag);
    }
}
