package dev.procdeck.host.schedule;

import java.util.List;
import java.util.Locale;

/// One of the five time fields of a crontab line, parsed as Debian's cron does (entry.c).
/// Immutable.
///
/// Its parser is laxer than its manual: names may stand in lists and ranges, whatever follows a
/// whole list up to the next blank is skipped (`*-5` is `*`), and a range that runs backwards is
/// accepted and never matches.
///
/// @param bits bit n set when value n matches
/// @param isStar whether the field starts with `*`, also `*/5`: it decides how the day fields
///   combine and what daylight saving does
record CronField(long bits, boolean isStar) {

    private static final List<String> MONTHS =
            List.of(
                    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov",
                    "dec");
    private static final List<String> DAYS =
            List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun");

    static CronField minute(String text) throws CronSyntaxException {
        return parse(text, 0, 59, List.of(), "bad minute");
    }

    static CronField hour(String text) throws CronSyntaxException {
        return parse(text, 0, 23, List.of(), "bad hour");
    }

    static CronField dayOfMonth(String text) throws CronSyntaxException {
        return parse(text, 1, 31, List.of(), "bad day-of-month");
    }

    static CronField month(String text) throws CronSyntaxException {
        return parse(text, 1, 12, MONTHS, "bad month");
    }

    /// Sunday is 0 and 7; the result has it at 0.
    static CronField dayOfWeek(String text) throws CronSyntaxException {
        CronField field = parse(text, 0, 7, DAYS, "bad day-of-week");
        long sunday = field.bits >>> 7 & 1;
        return new CronField((field.bits | sunday) & 0x7f, field.isStar);
    }

    boolean matches(int value) {
        return (bits >>> value & 1) != 0;
    }

    private static CronField parse(
            String text, int low, int high, List<String> names, String message)
            throws CronSyntaxException {
        var parser = new Parser(text, low, high, names, message);
        return new CronField(parser.list(), text.startsWith("*"));
    }

    private static final class Parser {
        private final String text;
        private final int low;
        private final int high;
        private final List<String> names;
        private final String message;
        private int at;

        Parser(String text, int low, int high, List<String> names, String message) {
            this.text = text;
            this.low = low;
            this.high = high;
            this.names = names;
            this.message = message;
        }

        long list() throws CronSyntaxException {
            long bits = range();
            while (skip(',')) {
                bits |= range();
            }
            return bits;
        }

        private long range() throws CronSyntaxException {
            int from;
            int to;
            boolean steps = true;
            if (skip('*')) {
                from = low;
                to = high;
            } else {
                from = value();
                to = from;
                if (skip('-')) {
                    to = value();
                } else {
                    steps = false;
                }
            }
            if (from < low || to > high || from > high || to < low) {
                throw new CronSyntaxException(message);
            }
            int step = 1;
            if (skip('/')) {
                step = steps ? number(word()) : 0;
                if (step <= 0) {
                    throw new CronSyntaxException(message);
                }
            }
            long bits = 0;
            for (long i = from; i <= to; i += step) {
                bits |= 1L << i;
            }
            return bits;
        }

        private int value() throws CronSyntaxException {
            String word = word();
            int name = names.indexOf(word.toLowerCase(Locale.ROOT));
            return name >= 0 ? name + low : number(word);
        }

        private int number(String word) throws CronSyntaxException {
            if (word.isEmpty() || !word.chars().allMatch(c -> c >= '0' && c <= '9')) {
                throw new CronSyntaxException(message);
            }
            try {
                return Integer.parseInt(word);
            } catch (NumberFormatException e) {
                throw new CronSyntaxException(message);
            }
        }

        private String word() {
            int start = at;
            while (at < text.length() && isAlphanumeric(text.charAt(at))) {
                at++;
            }
            return text.substring(start, at);
        }

        private static boolean isAlphanumeric(char c) {
            return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
        }

        private boolean skip(char c) {
            if (at < text.length() && text.charAt(at) == c) {
                at++;
                return true;
            }
            return false;
        }
    }
}
