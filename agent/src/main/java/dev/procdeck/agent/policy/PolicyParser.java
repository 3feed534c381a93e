package dev.procdeck.agent.policy;

import dev.procdeck.host.signals.Signal;
import dev.procdeck.protocol.operation.Role;
import dev.procdeck.protocol.operation.ServiceVerb;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the line format of a policy. Pure.
///
/// One rule a line; `#` begins a comment; words are separated by blanks. Whatever is not understood
/// is an error: a rule that is skipped could be one that denies.
final class PolicyParser {
    static final int MAX_CHARACTERS = 1 << 20;

    private PolicyParser() {}

    static List<Rule> parse(String text) throws PolicySyntaxException {
        if (text.length() > MAX_CHARACTERS) {
            throw new PolicySyntaxException(1, "longer than 1 MiB");
        }
        List<Rule> rules = new ArrayList<>();
        String[] lines = text.split("\n", -1);
        if (!lines[lines.length - 1].isEmpty()) {
            throw new PolicySyntaxException(
                    lines.length, "does not end with a line end: half-written?");
        }
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].replaceFirst("#.*", "").strip();
            if (!line.isEmpty()) {
                rules.add(rule(i + 1, new Words(i + 1, line.split("[ \t]+"))));
            }
        }
        checkTemplates(rules);
        return List.copyOf(rules);
    }

    /// A template's name is given once, and a name that somebody is let run is that of one.
    private static void checkTemplates(List<Rule> rules) throws PolicySyntaxException {
        Set<String> ids = new HashSet<>();
        for (Rule rule : rules) {
            if (rule instanceof Rule.Template template && !ids.add(template.template().id())) {
                throw new PolicySyntaxException(
                        rule.line(), "a second template “" + template.template().id() + "”");
            }
        }
        for (Rule rule : rules) {
            if (rule instanceof Rule.RunTemplate run) {
                for (Glob glob : run.ids()) {
                    if (ids.stream().noneMatch(glob::matches)) {
                        throw new PolicySyntaxException(
                                rule.line(), "there is no template “" + glob.pattern() + "”");
                    }
                }
            }
        }
    }

    private static Rule rule(int line, Words words) throws PolicySyntaxException {
        String first = words.next("protect, confirm, require, template, allow or deny");
        return switch (first) {
            case "protect" -> {
                words.expect("unit");
                yield new Rule.Protect(line, words.globs());
            }
            case "confirm" -> {
                words.expect("unit");
                yield new Rule.Confirm(line, words.globs());
            }
            case "require" -> {
                String word = words.next("a role");
                Role role =
                        findRole(word)
                                .orElseThrow(() ->
                                        new PolicySyntaxException(
                                                line,
                                                "“" + word + "” is not admin, operator or viewer"));
                words.expect("second-factor");
                words.end();
                yield new Rule.Require(line, role);
            }
            case "template" -> TemplateParser.parse(line, words.rest());
            case "allow" -> judgement(line, true, words);
            case "deny" -> judgement(line, false, words);
            default ->
                    throw new PolicySyntaxException(
                            line,
                            "“"
                                    + first
                                    + "” is not protect, confirm, require, template, allow or deny");
        };
    }

    private static Rule judgement(int line, boolean allow, Words words)
            throws PolicySyntaxException {
        Rule.Who who = who(line, words.next("a role or user:NAME"));
        String what = words.next("verbs, signal, priority, template or program");
        return switch (what) {
            case "signal" -> {
                Set<String> names = signals(line, words.next("any or signal names"));
                words.end();
                yield new Rule.Signals(line, allow, who, names);
            }
            case "priority" -> {
                words.end();
                yield new Rule.Priority(line, allow, who);
            }
            case "template" -> new Rule.RunTemplate(line, allow, who, words.globs());
            case "program" -> program(line, allow, who, words);
            default -> {
                Set<ServiceVerb> verbs = verbs(line, what);
                words.expect("on");
                yield new Rule.Service(line, allow, who, verbs, words.globs());
            }
        };
    }

    private static Rule program(int line, boolean allow, Rule.Who who, Words words)
            throws PolicySyntaxException {
        if (who instanceof Rule.OfRole(Role role) && role != Role.ADMIN && allow) {
            throw new PolicySyntaxException(line, "programs are for admin alone");
        }
        String program = words.next("a program");
        if (program.contains("/") && !program.startsWith("/")) {
            throw new PolicySyntaxException(line, "a program is a name or an absolute path");
        }
        Set<String> subcommands = Set.of();
        @Nullable String runAs = null;
        @Nullable String word = words.nextOrNull();
        if (word != null && !word.equals("as")) {
            subcommands = new HashSet<>(Arrays.asList(word.split(",", -1)));
            if (subcommands.contains("")) {
                throw new PolicySyntaxException(line, "an empty subcommand");
            }
            word = words.nextOrNull();
        }
        if (word != null && word.equals("as")) {
            runAs = words.next("an account");
            word = words.nextOrNull();
        }
        if (word != null) {
            throw new PolicySyntaxException(line, "“" + word + "” is too much");
        }
        return new Rule.Program(line, allow, who, program, Set.copyOf(subcommands), runAs);
    }

    private static Rule.Who who(int line, String word) throws PolicySyntaxException {
        if (word.startsWith("user:") && word.length() > "user:".length()) {
            return new Rule.OfUser(word.substring("user:".length()));
        }
        return new Rule.OfRole(
                findRole(word)
                        .orElseThrow(() ->
                                new PolicySyntaxException(
                                        line,
                                        "“"
                                                + word
                                                + "” is not admin, operator, viewer or user:NAME")));
    }

    private static Optional<Role> findRole(String word) {
        return Arrays.stream(Role.values())
                .filter(role -> role.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst();
    }

    private static Set<ServiceVerb> verbs(int line, String word) throws PolicySyntaxException {
        if (word.equals("any")) {
            return EnumSet.allOf(ServiceVerb.class);
        }
        Set<ServiceVerb> verbs = EnumSet.noneOf(ServiceVerb.class);
        for (String part : word.split(",", -1)) {
            verbs.add(
                    findVerb(part)
                            .orElseThrow(() ->
                                    new PolicySyntaxException(
                                            line, "“" + part + "” is not a verb")));
        }
        return verbs;
    }

    /// The verb with this word, as `reset-failed`.
    static Optional<ServiceVerb> findVerb(String word) {
        return dev.procdeck.host.services.ServiceVerb.findByWord(word)
                .map(verb -> ServiceVerb.valueOf(verb.name()));
    }

    private static @Nullable Set<String> signals(int line, String word)
            throws PolicySyntaxException {
        if (word.equals("any")) {
            return null;
        }
        Set<String> names = new HashSet<>();
        for (String part : word.split(",", -1)) {
            names.add(
                    Signal.find(part)
                            .orElseThrow(() ->
                                    new PolicySyntaxException(
                                            line, "“" + part + "” is not a signal"))
                            .name());
        }
        return Set.copyOf(names);
    }

    private static final class Words {
        private final int line;
        private final String[] words;
        private int at;

        Words(int line, String[] words) {
            this.line = line;
            this.words = words;
        }

        @Nullable String nextOrNull() {
            return at < words.length ? words[at++] : null;
        }

        String next(String what) throws PolicySyntaxException {
            String word = nextOrNull();
            if (word == null) {
                throw new PolicySyntaxException(line, what + " is missing");
            }
            return word;
        }

        void expect(String wanted) throws PolicySyntaxException {
            String word = next("“" + wanted + "”");
            if (!word.equals(wanted)) {
                throw new PolicySyntaxException(
                        line, "“" + word + "” where “" + wanted + "” belongs");
            }
        }

        void end() throws PolicySyntaxException {
            String word = nextOrNull();
            if (word != null) {
                throw new PolicySyntaxException(line, "“" + word + "” is too much");
            }
        }

        List<String> rest() {
            List<String> rest = List.of(words).subList(at, words.length);
            at = words.length;
            return rest;
        }

        List<Glob> globs() throws PolicySyntaxException {
            List<Glob> globs = new ArrayList<>();
            globs.add(new Glob(next("a unit")));
            for (String word = nextOrNull(); word != null; word = nextOrNull()) {
                globs.add(new Glob(word));
            }
            return List.copyOf(globs);
        }
    }
}
