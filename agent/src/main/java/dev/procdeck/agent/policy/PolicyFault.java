package dev.procdeck.agent.policy;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What can be wrong with a policy file, each with what the log and the command line say of it. The
/// page has sentences of its own under the same codes, with the same blanks.
enum PolicyFault {
    // Of the file as a whole.
    MISSING("{path} is missing"),
    NOT_A_FILE("{path} is not a file"),
    NOT_ROOTS("{value} does not belong to root"),
    WRITABLE_BY_OTHERS("{value} can be written by others"),
    NOT_READABLE("{path} may not be read"),
    NOT_UTF_8("{path} is not UTF-8"),
    READ_FAILED("{path} cannot be read: {value}"),
    // Of a line.
    TOO_LONG("longer than 1 MiB"),
    NO_LINE_END("does not end with a line end: half-written?"),
    WORD_MISSING("{wanted} is missing"),
    WORD_WRONG("“{value}” where {wanted} belongs"),
    WORD_TOO_MUCH("“{value}” is too much"),
    VERB_UNKNOWN("“{value}” is not a verb"),
    SIGNAL_UNKNOWN("“{value}” is not a signal"),
    PART_EMPTY("“{value}” has an empty part"),
    PART_REPEATED("“{value}” has a part twice"),
    PROGRAM_ADMINS_ONLY("programs are for admin alone"),
    PROGRAM_RELATIVE("“{value}” is neither a name nor an absolute path"),
    TEMPLATE_UNKNOWN("there is no template “{value}”"),
    TEMPLATE_REPEATED("a second template “{value}”"),
    TEMPLATE_NAME_WRONG("“{value}” is not a name of small letters, digits and dashes"),
    TEMPLATE_PROGRAM_RELATIVE("“{value}” is not an absolute path, as a template's program is"),
    ACCOUNT_NOT_LAST("“as ACCOUNT” is the end of a template"),
    ARGUMENTS_TOO_MANY("more than {value} arguments"),
    PARAMETER_WRONG("“{value}” is not NAME=TYPE with a name of its own"),
    PARAMETER_UNUSED("{value} is not used"),
    RANGE_EMPTY("“{value}” is no range"),
    PLACE_UNKNOWN("{value} has no type after “with”"),
    PLACE_LIKE_OPTION("{value} may begin with a dash: put “--” before it"),
    PLACES_TWO("“{value}” has two places; one value is one argument"),
    BRACE_STRAY("“{value}” has a brace that is no place");

    private static final Pattern BLANK = Pattern.compile("\\{([a-z]+)}");

    private final String english;

    PolicyFault(String english) {
        this.english = english;
    }

    /// The stable word that people's words are found by.
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// In one pass: a value may itself look like a blank.
    String sentence(Map<String, String> parameters) {
        return BLANK.matcher(english)
                .replaceAll(blank ->
                        Matcher.quoteReplacement(
                                parameters.getOrDefault(blank.group(1), blank.group())));
    }
}
