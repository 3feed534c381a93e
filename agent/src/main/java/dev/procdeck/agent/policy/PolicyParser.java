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

    private static final String FIRST_WORDS = "protect|confirm|require|template|allow|deny";
    private static final String ROLES = "admin|operator|viewer";
    private static final String WHO = ROLES + "|user:NAME";
    private static final String UNIT = "UNIT";

    private PolicyParser() {}

    static List<Rule> parse(String text) throws PolicySyntaxException {
        if (text.length() > MAX_CHARACTERS) {
            throw new PolicySyntaxException(1, PolicyFault.TOO_LONG);
        }
        List<Rule> rules = new ArrayList<>();
        String[] lines = text.split("\n", -1);
        if (!lines[lines.length - 1].isEmpty()) {
            throw new PolicySyntaxException(lines.length, PolicyFault.NO_LINE_END);
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
                        rule.line(), PolicyFault.TEMPLATE_REPEATED, template.template().id());
            }
        }
        for (Rule rule : rules) {
            if (rule instanceof Rule.RunTemplate run) {
                for (Glob glob : run.ids()) {
                    if (ids.stream().noneMatch(glob::matches)) {
                        throw new PolicySyntaxException(
                                rule.line(), PolicyFault.TEMPLATE_UNKNOWN, glob.pattern());
                    }
                }
            }
        }
    }

    private static Rule rule(int line, Words words) throws PolicySyntaxException {
        String first = words.next(FIRST_WORDS);
        return switch (first) {
            case "protect" -> {
                words.expect("unit");
                yield new Rule.Protect(line, words.globs(UNIT));
            }
            case "confirm" -> {
                words.expect("unit");
                yield new Rule.Confirm(line, words.globs(UNIT));
            }
            case "require" -> {
                String word = words.next(ROLES);
                Role role = findRole(word).orElseThrow(() -> wrong(line, word, ROLES));
                words.expect("second-factor");
                words.end();
                yield new Rule.Require(line, role);
            }
            case "template" -> TemplateParser.parse(line, words.rest());
            case "allow" -> judgement(line, true, words);
            case "deny" -> judgement(line, false, words);
            default -> throw wrong(line, first, FIRST_WORDS);
        };
    }

    private static Rule judgement(int line, boolean allow, Words words)
            throws PolicySyntaxException {
        Rule.Who who = who(line, words.next(WHO));
        String what = words.next("VERBS|signal|priority|template|program");
        return switch (what) {
            case "signal" -> {
                Set<String> names = signals(line, words.next("any|SIGNALS"));
                words.end();
                yield new Rule.Signals(line, allow, who, names);
            }
            case "priority" -> {
                words.end();
                yield new Rule.Priority(line, allow, who);
            }
            case "template" -> new Rule.RunTemplate(line, allow, who, words.globs("TEMPLATE"));
            case "program" -> program(line, allow, who, words);
            default -> {
                Set<ServiceVerb> verbs = verbs(line, what);
                words.expect("on");
                yield new Rule.Service(line, allow, who, verbs, words.globs(UNIT));
            }
        };
    }

    private static Rule program(int line, boolean allow, Rule.Who who, Words words)
            throws PolicySyntaxException {
        if (who instanceof Rule.OfRole(Role role) && role != Role.ADMIN && allow) {
            throw new PolicySyntaxException(line, PolicyFault.PROGRAM_ADMINS_ONLY);
        }
        String program = words.next("PROGRAM");
        if (program.contains("/") && !program.startsWith("/")) {
            throw new PolicySyntaxException(line, PolicyFault.PROGRAM_RELATIVE, program);
        }
        Set<String> subcommands = Set.of();
        @Nullable String runAs = null;
        @Nullable String word = words.nextOrNull();
        if (word != null && !word.equals("as")) {
            subcommands = new HashSet<>(Arrays.asList(word.split(",", -1)));
            if (subcommands.contains("")) {
                throw new PolicySyntaxException(line, PolicyFault.PART_EMPTY, word);
            }
            word = words.nextOrNull();
        }
        if (word != null && word.equals("as")) {
            runAs = words.next("ACCOUNT");
            word = words.nextOrNull();
        }
        if (word != null) {
            throw new PolicySyntaxException(line, PolicyFault.WORD_TOO_MUCH, word);
        }
        return new Rule.Program(line, allow, who, program, Set.copyOf(subcommands), runAs);
    }

    private static Rule.Who who(int line, String word) throws PolicySyntaxException {
        if (word.startsWith("user:") && word.length() > "user:".length()) {
            return new Rule.OfUser(word.substring("user:".length()));
        }
        return new Rule.OfRole(findRole(word).orElseThrow(() -> wrong(line, word, WHO)));
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
                                            line, PolicyFault.VERB_UNKNOWN, part)));
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
                                            line, PolicyFault.SIGNAL_UNKNOWN, part))
                            .name());
        }
        return Set.copyOf(names);
    }

    private static PolicySyntaxException wrong(int line, String word, String wanted) {
        return new PolicySyntaxException(line, PolicyFault.WORD_WRONG, word, wanted);
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

        String next(String wanted) throws PolicySyntaxException {
            String word = nextOrNull();
            if (word == null) {
                throw new PolicySyntaxException(line, PolicyFault.WORD_MISSING, "", wanted);
            }
            return word;
        }

        void expect(String wanted) throws PolicySyntaxException {
            String word = next(wanted);
            if (!word.equals(wanted)) {
                throw wrong(line, word, wanted);
            }
        }

        void end() throws PolicySyntaxException {
            String word = nextOrNull();
            if (word != null) {
                throw new PolicySyntaxException(line, PolicyFault.WORD_TOO_MUCH, word);
            }
        }

        List<String> rest() {
            List<String> rest = List.of(words).subList(at, words.length);
            at = words.length;
            return rest;
        }

        List<Glob> globs(String wanted) throws PolicySyntaxException {
            List<Glob> globs = new ArrayList<>();
            globs.add(new Glob(next(wanted)));
            for (String word = nextOrNull(); word != null; word = nextOrNull()) {
                globs.add(new Glob(word));
            }
            return List.copyOf(globs);
        }
    }
}
