package dev.procdeck.agent.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads `template` lines of a policy. Pure.
final class TemplateParser {
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
    private static final Pattern NAME = Pattern.compile("[a-z][a-zA-Z0-9]{0,39}");
    private static final Pattern PLACE = Pattern.compile("\\{([^{}]*)\\}");
    private static final Pattern TYPE = Pattern.compile("([a-z]+)(?:\\[([^\\[\\]]+)\\])?");
    private static final Pattern RANGE =
            Pattern.compile("(0|-?[1-9][0-9]{0,17}),(0|-?[1-9][0-9]{0,17})");
    private static final int MAX_ARGUMENTS = 64;

    private final int line;

    private TemplateParser(int line) {
        this.line = line;
    }

    /// @param words those after `template`
    static Rule.Template parse(int line, List<String> words) throws PolicySyntaxException {
        return new Rule.Template(line, new TemplateParser(line).template(words));
    }

    private CommandTemplate template(List<String> words) throws PolicySyntaxException {
        if (words.size() < 2) {
            throw missing(words.isEmpty() ? "NAME" : "PROGRAM");
        }
        String id = words.getFirst();
        if (!ID.matcher(id).matches()) {
            throw wrong(PolicyFault.TEMPLATE_NAME_WRONG, id);
        }
        String program = words.get(1);
        if (!program.startsWith("/")) {
            throw wrong(PolicyFault.TEMPLATE_PROGRAM_RELATIVE, program);
        }
        List<String> rest = words.subList(2, words.size());
        @Nullable String runAs = null;
        int as = rest.lastIndexOf("as");
        if (as >= 0) {
            if (as != rest.size() - 2) {
                throw wrong(PolicyFault.ACCOUNT_NOT_LAST, "");
            }
            runAs = rest.get(as + 1);
            rest = rest.subList(0, as);
        }
        int with = rest.indexOf("with");
        List<String> arguments = with < 0 ? rest : rest.subList(0, with);
        if (arguments.size() > MAX_ARGUMENTS) {
            throw wrong(PolicyFault.ARGUMENTS_TOO_MANY, Integer.toString(MAX_ARGUMENTS));
        }
        List<CommandTemplate.Parameter> parameters =
                with < 0 ? List.of() : parameters(rest.subList(with + 1, rest.size()));
        checkPlaces(arguments, parameters);
        return new CommandTemplate(id, program, arguments, parameters, runAs);
    }

    private List<CommandTemplate.Parameter> parameters(List<String> words)
            throws PolicySyntaxException {
        if (words.isEmpty()) {
            throw missing("NAME=TYPE");
        }
        List<CommandTemplate.Parameter> parameters = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            if (equals < 0 || !NAME.matcher(name).matches() || !names.add(name)) {
                throw wrong(PolicyFault.PARAMETER_WRONG, word);
            }
            parameters.add(new CommandTemplate.Parameter(name, type(word.substring(equals + 1))));
        }
        return parameters;
    }

    private CommandTemplate.Type type(String text) throws PolicySyntaxException {
        Matcher matcher = TYPE.matcher(text);
        String of = matcher.matches() ? matcher.group(2) : null;
        String kind = matcher.matches() ? matcher.group(1) : "";
        if (of == null) {
            if (kind.equals("token")) {
                return new CommandTemplate.Type.Token();
            }
            throw noType(text);
        }
        return switch (kind) {
            case "enum" -> new CommandTemplate.Type.Choice(words(of));
            case "unit" -> new CommandTemplate.Type.Unit(words(of));
            case "int" -> range(of);
            default -> throw noType(text);
        };
    }

    private PolicySyntaxException noType(String text) {
        return insteadOf("enum[A,B]|int[MIN,MAX]|unit[GLOB,…]|token", text);
    }

    private List<String> words(String of) throws PolicySyntaxException {
        List<String> words = Arrays.asList(of.split(",", -1));
        if (words.contains("")) {
            throw wrong(PolicyFault.PART_EMPTY, of);
        }
        if (new HashSet<>(words).size() != words.size()) {
            throw wrong(PolicyFault.PART_REPEATED, of);
        }
        return words;
    }

    private CommandTemplate.Type.Range range(String of) throws PolicySyntaxException {
        Matcher matcher = RANGE.matcher(of);
        if (!matcher.matches()) {
            throw insteadOf("MIN,MAX", of);
        }
        long min = Long.parseLong(matcher.group(1));
        long max = Long.parseLong(matcher.group(2));
        if (min > max) {
            throw wrong(PolicyFault.RANGE_EMPTY, of);
        }
        return new CommandTemplate.Type.Range(min, max);
    }

    private void checkPlaces(List<String> arguments, List<CommandTemplate.Parameter> parameters)
            throws PolicySyntaxException {
        Set<String> used = new HashSet<>();
        boolean afterDashes = false;
        for (String argument : arguments) {
            Matcher places = PLACE.matcher(argument);
            if (places.find()) {
                String name = places.group(1);
                CommandTemplate.Parameter parameter =
                        parameters.stream()
                                .filter(each -> each.name().equals(name))
                                .findFirst()
                                .orElse(null);
                if (parameter == null) {
                    throw wrong(PolicyFault.PLACE_UNKNOWN, places.group());
                }
                used.add(name);
                if (places.start() == 0 && !afterDashes && mayLookLikeOption(parameter.type())) {
                    throw wrong(PolicyFault.PLACE_LIKE_OPTION, places.group());
                }
                if (places.find()) {
                    throw wrong(PolicyFault.PLACES_TWO, argument);
                }
            }
            if (PLACE.matcher(argument).replaceAll("").matches(".*[{}].*")) {
                throw wrong(PolicyFault.BRACE_STRAY, argument);
            }
            afterDashes |= argument.equals("--");
        }
        for (CommandTemplate.Parameter parameter : parameters) {
            if (!used.contains(parameter.name())) {
                throw wrong(PolicyFault.PARAMETER_UNUSED, parameter.name());
            }
        }
    }

    private static boolean mayLookLikeOption(CommandTemplate.Type type) {
        return switch (type) {
            case CommandTemplate.Type.Range(long min, long _) -> min < 0;
            case CommandTemplate.Type.Choice(List<String> words) ->
                    words.stream().anyMatch(word -> word.startsWith("-"));
            case CommandTemplate.Type.Unit _, CommandTemplate.Type.Token _ -> false;
        };
    }

    private PolicySyntaxException wrong(PolicyFault fault, String value) {
        return new PolicySyntaxException(line, fault, value);
    }

    private PolicySyntaxException insteadOf(String wanted, String value) {
        return new PolicySyntaxException(line, PolicyFault.WORD_WRONG, value, wanted);
    }

    private PolicySyntaxException missing(String wanted) {
        return new PolicySyntaxException(line, PolicyFault.WORD_MISSING, "", wanted);
    }
}
