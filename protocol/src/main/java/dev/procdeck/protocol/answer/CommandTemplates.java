package dev.procdeck.protocol.answer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The commands that the policy holds ready under names.
public record CommandTemplates(List<Template> templates) implements Answer {
    public CommandTemplates {
        templates = List.copyOf(templates);
    }

    /// One of them.
    ///
    /// @param id its name
    /// @param program an absolute path
    /// @param arguments as in the policy, parameters as `{name}`
    /// @param runAs the account that it runs as; null for the agent's own
    /// @param permission whether this person may run it, and why not
    public record Template(
            String id,
            String program,
            List<String> arguments,
            List<Parameter> parameters,
            @Nullable String runAs,
            Permission permission) {
        public Template {
            arguments = List.copyOf(arguments);
            parameters = List.copyOf(parameters);
        }
    }

    /// One value that a person gives.
    ///
    /// @param type `enum`, `int`, `unit` or `token`
    /// @param choices of an `enum`; unit patterns of a `unit`
    /// @param min of an `int`; null for other types
    /// @param max of an `int`; null for other types
    public record Parameter(
            String name,
            String type,
            List<String> choices,
            @Nullable Long min,
            @Nullable Long max) {
        public Parameter {
            choices = List.copyOf(choices);
        }
    }
}
