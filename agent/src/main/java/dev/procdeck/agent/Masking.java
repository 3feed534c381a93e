package dev.procdeck.agent;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Takes secrets out of command lines before they leave the agent. Pure and linear in the text.
///
/// A mask may uncover what the next look takes for a secret: an argument that has become a known
/// program's name, a header that now has a blank. So arguments are looked at until a look changes
/// nothing; masking twice cannot change more. Arguments made to need more looks than any real ones
/// are masked whole.
///
/// What is known as a secret: the value of an option, variable or key whose name says so
/// (`--password x`, `--token=x`, `API_KEY=x`), the password in `scheme://user:pass@`, `-pX` of
/// programs that take a password so, `-u user:pass` of curl, and the value of an `Authorization`
/// header.
public final class Masking {
    public static final String MASK = "••••";

    /// Parts of a name that mean its value is a secret.
    private static final List<String> SECRET_NAMES =
            List.of(
                    "password",
                    "passwd",
                    "passphrase",
                    "secret",
                    "token",
                    "apikey",
                    "api_key",
                    "api-key",
                    "accesskey",
                    "access_key",
                    "access-key",
                    "privatekey",
                    "private_key",
                    "private-key",
                    "credential",
                    "auth-key",
                    "authkey");

    /// Whole names, too short to be looked for inside others.
    private static final Set<String> SECRET_WORDS =
            Set.of("pass", "pwd", "pw", "psk", "requirepass", "masterauth");

    /// Everything behind the first of these and its colon is a secret.
    private static final List<String> HEADERS =
            List.of("authorization", "x-api-key", "x-auth-token", "cookie");

    /// Programs whose `-pX` is a password.
    private static final Set<String> DASH_P =
            Set.of(
                    "mysql",
                    "mysqldump",
                    "mysqladmin",
                    "mysqlimport",
                    "mysqlshow",
                    "mysqlcheck",
                    "mysqlbinlog",
                    "mariadb",
                    "mariadb-dump",
                    "mariadb-admin",
                    "sshpass",
                    "mongo",
                    "mongosh",
                    "mongodump",
                    "mongorestore",
                    "ldapsearch");

    /// Programs whose lone `-p` is followed by a password.
    private static final Set<String> DASH_P_VALUE =
            Set.of("sshpass", "mongo", "mongosh", "mongodump", "mongorestore");

    /// Programs whose `-a` is a password.
    private static final Set<String> DASH_A = Set.of("redis-cli", "valkey-cli");

    /// Programs whose `-w` is a password.
    private static final Set<String> DASH_W =
            Set.of("ldapsearch", "ldapmodify", "ldapadd", "ldapdelete", "ldapwhoami");

    /// Programs whose `-u` is `user:password`.
    private static final Set<String> DASH_U = Set.of("curl");

    private static final Set<String> KNOWN =
            Stream.of(DASH_P, DASH_A, DASH_W, DASH_U)
                    .flatMap(Set::stream)
                    .collect(Collectors.toUnmodifiableSet());

    /// Real command lines need two: one that masks and one that finds nothing.
    private static final int MOST_PASSES = 8;

    private Masking() {}

    /// The argument vector with its secrets masked.
    public static List<String> mask(List<String> arguments) {
        List<String> masked = arguments;
        for (int pass = 0; pass < MOST_PASSES; pass++) {
            List<String> next = maskOnce(masked);
            if (next.equals(masked)) {
                return masked;
            }
            masked = next;
        }
        return Collections.nCopies(arguments.size(), MASK);
    }

    /// The same list when there is nothing to mask.
    private static List<String> maskOnce(List<String> arguments) {
        if (arguments.isEmpty()) {
            return arguments;
        }
        String program = baseName(arguments.getFirst());
        List<String> masked = new ArrayList<>(arguments.size());
        boolean changed = false;
        boolean secretFollows = false;
        boolean userFollows = false;
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            String name = baseName(argument);
            boolean isSecret = secretFollows && !isOption(argument);
            if (!isSecret && KNOWN.contains(name)) {
                // `sudo mysql -px`, `sh -c 'cd /x && mysql -px'`: the options are the inner one's.
                program = name;
            }
            String shown;
            if (isSecret) {
                shown = MASK;
                secretFollows = false;
            } else if (userFollows) {
                shown = maskUser(argument);
            } else if (argument.indexOf(' ') > 0) {
                shown = maskWords(argument);
                secretFollows = false;
            } else {
                shown = maskOne(argument, program);
                secretFollows = announcesSecret(argument, program);
            }
            userFollows =
                    DASH_U.contains(program)
                            && (argument.equals("-u") || argument.equals("--user"));
            changed |= !shown.equals(argument);
            masked.add(shown);
        }
        return changed ? masked : arguments;
    }

    /// One text, for example an environment value or a log line's URL: only what is recognisable
    /// without knowing a program.
    public static String maskText(String text) {
        return maskUrl(text);
    }

    /// Whether the value of a variable of this name is a secret.
    public static boolean isSecretName(String name) {
        String lower = strip(name).toLowerCase(Locale.ROOT);
        if (SECRET_WORDS.contains(lower)) {
            return true;
        }
        for (String part : SECRET_NAMES) {
            if (lower.contains(part)) {
                // `--password-file F` names a place, not a secret.
                return !lower.endsWith("file")
                        && !lower.endsWith("path")
                        && !lower.endsWith("stdin")
                        && !lower.endsWith("dir");
            }
        }
        int cut = Math.max(lower.lastIndexOf('_'), lower.lastIndexOf('-'));
        return cut >= 0 && SECRET_WORDS.contains(lower.substring(cut + 1));
    }

    /// A whole command in one argument, as `sh -c` has.
    private static String maskWords(String argument) {
        String masked = String.join(" ", maskOnce(List.of(argument.split(" ", -1))));
        return maskUrl(maskHeader(masked));
    }

    private static String maskOne(String argument, String program) {
        int equals = argument.indexOf('=');
        if (equals > 0 && equals < argument.length() - 1) {
            String name = argument.substring(0, equals);
            if (isName(name) && isSecretName(name)) {
                return name + "=" + MASK;
            }
        }
        String masked = maskHeader(argument);
        if (!masked.equals(argument)) {
            return maskUrl(masked);
        }
        if (DASH_P.contains(program) && argument.length() > 2 && argument.startsWith("-p")) {
            return "-p" + MASK;
        }
        if (DASH_U.contains(program) && argument.startsWith("--user=")) {
            return "--user=" + maskUser(argument.substring("--user=".length()));
        }
        return maskUrl(argument);
    }

    private static boolean announcesSecret(String argument, String program) {
        boolean shortOption =
                switch (argument) {
                    case "-p" -> DASH_P_VALUE.contains(program);
                    case "-a" -> DASH_A.contains(program);
                    case "-w" -> DASH_W.contains(program);
                    default -> false;
                };
        return shortOption
                || (isOption(argument) && argument.indexOf('=') < 0 && isSecretName(argument));
    }

    private static boolean isOption(String argument) {
        return argument.length() > 1 && argument.charAt(0) == '-';
    }

    private static boolean isName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!Character.isLetterOrDigit(c) && c != '-' && c != '_' && c != '.') {
                return false;
            }
        }
        return true;
    }

    private static String strip(String name) {
        int start = 0;
        while (start < name.length() && name.charAt(start) == '-') {
            start++;
        }
        return name.substring(start);
    }

    private static String maskUser(String argument) {
        int colon = argument.indexOf(':');
        return colon < 0 || colon == argument.length() - 1
                ? argument
                : argument.substring(0, colon + 1) + MASK;
    }

    /// Looks for colons first, so that most texts are looked through once and fast.
    private static String maskHeader(String argument) {
        int colon = argument.indexOf(':');
        while (colon >= 0 && colon < argument.length() - 1) {
            if (isHeaderBefore(argument, colon)) {
                return argument.substring(0, colon + 1) + " " + MASK;
            }
            colon = argument.indexOf(':', colon + 1);
        }
        return argument;
    }

    private static boolean isHeaderBefore(String argument, int colon) {
        for (String header : HEADERS) {
            int length = header.length();
            if (argument.regionMatches(true, colon - length, header, 0, length)) {
                return true;
            }
        }
        return false;
    }

    /// `scheme://user:pass@` anywhere in the text, any number of times.
    private static String maskUrl(String text) {
        int scheme = text.indexOf("://");
        if (scheme < 0) {
            return text;
        }
        StringBuilder masked = new StringBuilder(text.length());
        int copied = 0;
        while (scheme >= 0) {
            int start = scheme + 3;
            int end = start;
            int colon = -1;
            int at = -1;
            while (end < text.length() && !endsAuthority(text.charAt(end))) {
                char c = text.charAt(end);
                if (c == ':' && colon < 0) {
                    colon = end;
                } else if (c == '@') {
                    at = end;
                }
                end++;
            }
            if (colon >= 0 && at > colon + 1) {
                masked.append(text, copied, colon + 1).append(MASK);
                copied = at;
            }
            // The slash that ended this may be that of the next: `a://u:p@h;b://v:q@i`.
            scheme = text.indexOf("://", end - 1);
        }
        return masked.append(text, copied, text.length()).toString();
    }

    private static boolean endsAuthority(char c) {
        return c == '/' || c == '?' || c == '#' || c == ' ' || c == '"' || c == '\'' || c == ',';
    }

    private static String baseName(String program) {
        String name = program.substring(program.lastIndexOf('/') + 1);
        // `nginx: master process` and the like keep their first word.
        int blank = name.indexOf(' ');
        return blank > 0 ? name.substring(0, blank) : name;
    }
}
