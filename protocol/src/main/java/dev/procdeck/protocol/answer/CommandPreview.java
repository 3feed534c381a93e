package dev.procdeck.protocol.answer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a custom command would run, and whether it may.
///
/// @param arguments the argument vector, the program's name as typed first, without secrets
/// @param program its resolved path; null when it was not found
/// @param permission whether the policy lets it run, and why not
/// @param allowLine the line that root runs once to allow it; null when it is allowed or never can
///   be
public record CommandPreview(
        List<String> arguments,
        @Nullable String program,
        Permission permission,
        @Nullable String allowLine,
        String runAs,
        List<Limit> limits)
        implements Answer {
    public CommandPreview {
        arguments = List.copyOf(arguments);
        limits = List.copyOf(limits);
    }

    /// One limit of the cage.
    ///
    /// @param name `time`, `memory`, `tasks`, `cpu`, `output` or `fileSize`
    /// @param value with its unit, for example `60 s`
    /// @param enforced by what: `cgroup`, `rlimit`, `agent`, or null when this host cannot enforce
    ///   it
    public record Limit(String name, String value, @Nullable String enforced) {}
}
