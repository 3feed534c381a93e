package dev.procdeck.host.systemd;

import java.util.Optional;
import java.util.Set;

/// A well-formed unit name: systemd's characters, at most 255 of them, one known suffix.
///
/// Well-formed says nothing about whether there is such a unit. A name without a known suffix means
/// `.service`. Names that could be read as an option, a path or a pattern are not well-formed here,
/// even where systemd has some (`-.mount`).
public record UnitName(String value) {

    private static final int MAX_LENGTH = 255;
    private static final Set<String> SUFFIXES =
            Set.of(
                    "service",
                    "socket",
                    "target",
                    "device",
                    "mount",
                    "automount",
                    "swap",
                    "timer",
                    "path",
                    "slice",
                    "scope");

    /// What is wrong with a name.
    public enum Problem {
        EMPTY,
        TOO_LONG,
        LEADING_DASH,
        BAD_CHARACTER,
        DOTS,
        NO_STEM
    }

    /// The name in `given`, or empty when [#problem] has something to say.
    public static Optional<UnitName> parse(String given) {
        return problem(given).isPresent()
                ? Optional.empty()
                : Optional.of(new UnitName(withSuffix(given)));
    }

    public static Optional<Problem> problem(String given) {
        if (given.isEmpty()) {
            return Optional.of(Problem.EMPTY);
        }
        if (given.length() > MAX_LENGTH || withSuffix(given).length() > MAX_LENGTH) {
            return Optional.of(Problem.TOO_LONG);
        }
        if (given.charAt(0) == '-') {
            return Optional.of(Problem.LEADING_DASH);
        }
        for (int i = 0; i < given.length(); i++) {
            if (!isAllowed(given.charAt(i))) {
                return Optional.of(Problem.BAD_CHARACTER);
            }
        }
        // `a.` without a known suffix would become `a..service`.
        if (withSuffix(given).contains("..")) {
            return Optional.of(Problem.DOTS);
        }
        char first = withSuffix(given).charAt(0);
        return first == '.' || first == '@' ? Optional.of(Problem.NO_STEM) : Optional.empty();
    }

    /// `x@.service`: needs an instance before anything can be done with it.
    public boolean isTemplate() {
        return value.contains("@.");
    }

    public boolean isService() {
        return value.endsWith(".service");
    }

    private static String withSuffix(String given) {
        int dot = given.lastIndexOf('.');
        return dot >= 0 && SUFFIXES.contains(given.substring(dot + 1)) ? given : given + ".service";
    }

    private static boolean isAllowed(char c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || ":_.\\@-".indexOf(c) >= 0;
    }
}
