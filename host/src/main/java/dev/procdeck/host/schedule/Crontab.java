package dev.procdeck.host.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The lines of one crontab, crontab(5). Immutable.
///
/// @param lines every line that is neither blank, a comment nor a setting, also those that cron
///   rejects
public record Crontab(List<Line> lines) {

    private static final int TIME_FIELDS = 5;
    private static final Pattern BLANKS = Pattern.compile("[ \\t]+");

    /// A name and a value that is not empty, either of them in quotes; load_env of env.c.
    private static final Pattern SETTING =
            Pattern.compile(
                    "[ \\t]*(\"[^\"]*\"|'[^']*'|(?:[^ \\t='\"][^ \\t=]*)?)[ \\t]*=[ \\t]*(\"[^\"]*\"[ \\t]*|'[^']*'[ \\t]*|[^ \\t'\"].*)");

    public Crontab {
        lines = List.copyOf(lines);
    }

    /// One line.
    ///
    /// @param number from 1
    /// @param schedule the time fields or macro as written
    /// @param when empty for `@reboot` and for lines with an error
    /// @param user empty in a user's own crontab
    /// @param error why cron rejects it
    public record Line(
            int number,
            String schedule,
            Optional<CronExpression> when,
            Optional<String> user,
            String command,
            Optional<String> error) {

        Line withError(String other) {
            return new Line(number, schedule, when, user, command, Optional.of(other));
        }
    }

    /// @param hasUserField true for /etc/crontab and /etc/cron.d, where a user name stands before
    ///   the command
    public static Crontab parse(String text, boolean hasUserField) {
        var lines = new ArrayList<Line>();
        int number = 0;
        for (String raw : text.split("\n", -1)) {
            number++;
            String line = BLANKS.matcher(raw).lookingAt() ? raw.stripLeading() : raw;
            if (line.isEmpty() || line.startsWith("#") || SETTING.matcher(line).matches()) {
                continue;
            }
            lines.add(parseLine(number, line, hasUserField));
        }
        return new Crontab(lines);
    }

    private static Line parseLine(int number, String line, boolean hasUserField) {
        boolean isMacro = line.startsWith("@");
        int timeFields = isMacro ? 1 : TIME_FIELDS;
        int wanted = timeFields + (hasUserField ? 2 : 1);
        List<String> fields = List.of(BLANKS.split(line, wanted));
        String schedule = String.join(" ", fields.subList(0, Math.min(timeFields, fields.size())));
        Optional<String> user =
                hasUserField && fields.size() > timeFields
                        ? Optional.of(fields.get(timeFields))
                        : Optional.empty();
        String command = fields.size() == wanted ? fields.getLast() : "";
        try {
            Optional<CronExpression> when =
                    isMacro
                            ? CronExpression.ofMacro(fields.getFirst())
                            : Optional.of(CronExpression.parse(padded(fields)));
            if (fields.size() > timeFields && fields.get(timeFields).startsWith("*")) {
                throw new CronSyntaxException("bad command");
            }
            if (hasUserField && user.filter(name -> !name.isEmpty()).isEmpty()) {
                throw new CronSyntaxException("bad username");
            }
            return new Line(number, schedule, when, user, command, Optional.empty());
        } catch (CronSyntaxException e) {
            return new Line(
                    number,
                    schedule,
                    Optional.empty(),
                    user,
                    command,
                    Optional.of(String.valueOf(e.getMessage())));
        }
    }

    /// Missing fields are empty, which no field accepts.
    private static List<String> padded(List<String> fields) {
        var padded = new ArrayList<>(fields);
        while (padded.size() < TIME_FIELDS) {
            padded.add("");
        }
        return padded;
    }
}
