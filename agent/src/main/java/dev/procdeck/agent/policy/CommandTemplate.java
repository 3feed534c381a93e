package dev.procdeck.agent.policy;

import dev.procdeck.host.systemd.UnitName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A command that root holds ready under a name, with places for values of known types. Immutable.
///
/// A value becomes part of exactly one argument: it can neither make another argument nor turn one
/// into an option.
///
/// @param id its name
/// @param program an absolute path
/// @param arguments as written, with `{name}` where a value goes
/// @param parameters in the order in which they were declared
/// @param runAs the account that it runs as; null for the agent's own
public record CommandTemplate(
        String id,
        String program,
        List<String> arguments,
        List<Parameter> parameters,
        @Nullable String runAs) {
    private static final String TOKEN = "[A-Za-z0-9_.][A-Za-z0-9_.-]{0,63}";

    public CommandTemplate {
        arguments = List.copyOf(arguments);
        parameters = List.copyOf(parameters);
    }

    /// One value that a person gives.
    public record Parameter(String name, Type type) {
        /// What an argument has where the value goes.
        String place() {
            return "{" + name + "}";
        }
    }

    /// Which values are possible.
    public sealed interface Type {
        boolean accepts(String value);

        /// One of a few words.
        record Choice(List<String> words) implements Type {
            @Override
            public boolean accepts(String value) {
                return words.contains(value);
            }
        }

        /// A whole number in canonical decimal form.
        record Range(long min, long max) implements Type {
            @Override
            public boolean accepts(String value) {
                if (!value.matches("0|-?[1-9][0-9]{0,17}")) {
                    return false;
                }
                long number = Long.parseLong(value);
                return number >= min && number <= max;
            }
        }

        /// The full name of a unit that one of the patterns fits; whether there is one, and whether
        /// it may be touched, is judged when the command is.
        record Unit(List<String> patterns) implements Type {
            @Override
            public boolean accepts(String value) {
                return UnitName.parse(value)
                        .filter(name -> name.value().equals(value))
                        .filter(_ ->
                                patterns.stream()
                                        .anyMatch(pattern -> new Glob(pattern).matches(value)))
                        .isPresent();
            }
        }

        /// Letters, digits, dots, dashes and underscores; no leading dash.
        record Token() implements Type {
            @Override
            public boolean accepts(String value) {
                return value.matches(TOKEN);
            }
        }
    }

    /// What the values make of it.
    public sealed interface Filled {}

    /// @param arguments the program's path first
    /// @param units the values that are names of units
    public record Vector(List<String> arguments, List<String> units) implements Filled {
        public Vector {
            arguments = List.copyOf(arguments);
            units = List.copyOf(units);
        }
    }

    /// @param code `value_missing`, `value_unknown` or `value_invalid`
    public record Wrong(String code, String parameter) implements Filled {}

    /// Puts the values in their places.
    public Filled fill(Map<String, String> values) {
        Set<String> unknown = new HashSet<>(values.keySet());
        List<String> units = new ArrayList<>();
        for (Parameter parameter : parameters) {
            unknown.remove(parameter.name());
            String value = values.get(parameter.name());
            if (value == null) {
                return new Wrong("value_missing", parameter.name());
            }
            if (!parameter.type().accepts(value)) {
                return new Wrong("value_invalid", parameter.name());
            }
            if (parameter.type() instanceof Type.Unit) {
                units.add(value);
            }
        }
        Optional<String> tooMuch = unknown.stream().sorted().findFirst();
        if (tooMuch.isPresent()) {
            return new Wrong("value_unknown", tooMuch.get());
        }
        List<String> vector = new ArrayList<>(List.of(program));
        for (String argument : arguments) {
            vector.add(filled(argument, values));
        }
        return new Vector(vector, units);
    }

    /// An argument has one place at most, so a value is never looked at for places.
    private String filled(String argument, Map<String, String> values) {
        for (Parameter parameter : parameters) {
            int at = argument.indexOf(parameter.place());
            String value = values.get(parameter.name());
            if (at >= 0 && value != null) {
                return argument.substring(0, at)
                        + value
                        + argument.substring(at + parameter.place().length());
            }
        }
        return argument;
    }
}
