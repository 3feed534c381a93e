package dev.procdeck.agent;

import dev.procdeck.agent.policy.DefaultPolicy;
import dev.procdeck.agent.policy.LookOnly;
import dev.procdeck.agent.policy.Policy;
import dev.procdeck.agent.policy.PolicyFile;
import dev.procdeck.agent.policy.PolicyStore;
import dev.procdeck.agent.policy.PolicySyntaxException;
import dev.procdeck.host.commands.ProgramLookup;
import dev.procdeck.host.libc.SystemCalls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `policy show`, `policy check` and `policy allow`.
final class PolicyTool {
    private static final int WRONG = 1;

    private final Console console;
    private final ProgramLookup lookup = new ProgramLookup();

    PolicyTool(Console console) {
        this.console = console;
    }

    int run(List<String> arguments) throws IOException {
        List<String> words = new ArrayList<>(arguments);
        Path named = takeOption(words, "--policy");
        PolicyFile file =
                new PolicyFile(
                        named == null ? PolicyStore.DEFAULT_PATH : named,
                        SystemCalls.effectiveUserId());
        String verb = words.isEmpty() ? "" : words.getFirst();
        boolean inForce = named != null || file.exists();
        return switch (verb) {
            case "show" -> show(file, inForce && !words.remove("--built-in"));
            case "check" -> {
                Path given = words.size() > 1 ? Path.of(words.get(1)) : null;
                yield check(
                        given == null ? file : new PolicyFile(given, SystemCalls.effectiveUserId()),
                        given != null || inForce);
            }
            case "allow" -> allow(file, words);
            default ->
                    throw new IllegalArgumentException(
                            "usage: policy show [--built-in] | check [FILE] | allow PROGRAM  [--policy FILE]");
        };
    }

    private int show(PolicyFile file, boolean inForce) {
        if (!inForce) {
            DefaultPolicy.text().lines().forEach(console::print);
            return 0;
        }
        Policy policy = file.load();
        policy.lines().forEach(console::print);
        return tellLookOnly(policy);
    }

    private int check(PolicyFile file, boolean inForce) {
        if (!inForce) {
            console.print("no policy file: the built-in default is in force");
            return 0;
        }
        Policy policy = file.load();
        if (policy.lookOnly() != null) {
            return tellLookOnly(policy);
        }
        int wrong = 0;
        for (Policy.NamedProgram named : policy.programs()) {
            if (lookup.find(named.program()) instanceof ProgramLookup.NotUsable unusable) {
                String line = file.path() + ", line " + named.line() + ": ";
                if (isNowhere(named.program(), unusable.problem())) {
                    console.print(line + "note: there is no " + named.program() + " on this host");
                } else {
                    wrong++;
                    console.error(line + named.program() + " cannot run: " + words(unusable));
                }
            }
        }
        if (wrong == 0) {
            console.print(file.path() + " is sound");
        }
        return wrong == 0 ? 0 : WRONG;
    }

    /// A plain name speaks of a tool that not every host has, as the built-in default does of
    /// `docker`; a path is one that somebody chose for this host.
    private static boolean isNowhere(String program, ProgramLookup.Problem problem) {
        return problem == ProgramLookup.Problem.NOT_FOUND && !program.contains("/");
    }

    private static String words(ProgramLookup.NotUsable unusable) {
        return unusable.path()
                + switch (unusable.problem()) {
                    case NOT_FOUND -> " does not exist";
                    case NOT_ABSOLUTE -> " is not an absolute path without . and ..";
                    case NOT_A_REGULAR_FILE -> " is not a file";
                    case NOT_EXECUTABLE -> " is not executable";
                    case NOT_ROOTS -> " does not belong to root";
                    case WRITABLE_BY_OTHERS -> " can be written by others";
                    case UNREADABLE -> " cannot be read";
                };
    }

    private int tellLookOnly(Policy policy) {
        LookOnly reason = policy.lookOnly();
        if (reason == null) {
            return 0;
        }
        console.error("look only: " + reason.sentence());
        return WRONG;
    }

    private int allow(PolicyFile file, List<String> words) throws IOException {
        if (words.size() != 2 || !words.get(1).startsWith("/")) {
            throw new IllegalArgumentException("policy allow needs the program's absolute path");
        }
        Path program = Path.of(words.get(1));
        if (program.toString().chars().anyMatch(c -> c <= ' ' || c == '#' || c == ',')) {
            throw new IllegalArgumentException("a path with such characters cannot be allowed");
        }
        if (lookup.check(program) instanceof ProgramLookup.NotUsable unusable) {
            console.error(program + " may not be allowed: " + words(unusable));
            return WRONG;
        }
        try {
            file.allowProgram(program);
        } catch (PolicySyntaxException e) {
            console.error(file.path() + ", " + e.getMessage() + "; nothing was changed");
            return WRONG;
        }
        console.print(program + " is allowed by " + file.path());
        return tellLookOnly(file.load());
    }

    /// Takes an option and its value out of the words.
    private static @org.jspecify.annotations.Nullable Path takeOption(
            List<String> words, String option) {
        int at = words.indexOf(option);
        if (at < 0) {
            return null;
        }
        if (at + 1 == words.size()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        Path value = Path.of(words.get(at + 1));
        words.subList(at, at + 2).clear();
        return value;
    }
}
