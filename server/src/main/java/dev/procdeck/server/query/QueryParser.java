package dev.procdeck.server.query;

import dev.procdeck.server.query.Field.NumberField;
import dev.procdeck.server.query.Field.TextField;
import dev.procdeck.server.query.Field.Unit;
import dev.procdeck.server.query.Term.Comparison;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// Turns what was typed into terms, or says what is wrong with it and where. One pass.
///
/// What is typed half, such as a quote that is not closed or a key without a value, is read as a
/// word, so that a list can be filtered while somebody types.
final class QueryParser<R> {
    static final int MAX_LENGTH = 1000;
    static final int MAX_TERMS = 32;
    private static final int MAX_DIGITS = 18;

    private final String query;
    private final FieldTable<R> fields;
    private final Predicate<String> knownElsewhere;
    private int at;

    /// @param knownElsewhere whether a key that this table lacks names a field of another one
    QueryParser(String query, FieldTable<R> fields, Predicate<String> knownElsewhere) {
        this.query = query;
        this.fields = fields;
        this.knownElsewhere = knownElsewhere;
    }

    List<Term<R>> parse() {
        if (query.length() > MAX_LENGTH) {
            throw new QueryException(
                    "too_long", MAX_LENGTH, Map.of("max", Integer.toString(MAX_LENGTH)));
        }
        List<Term<R>> terms = new ArrayList<>();
        while (skipSpaces()) {
            if (terms.size() == MAX_TERMS) {
                throw new QueryException(
                        "too_many_terms", at, Map.of("max", Integer.toString(MAX_TERMS)));
            }
            boolean negated = query.charAt(at) == '-' && !isTermEnd(at + 1);
            if (negated) {
                at++;
            }
            int start = at;
            boolean quoted = query.charAt(at) == '"';
            String text = text();
            if (!text.isEmpty()) {
                terms.add(
                        quoted
                                ? new Term.Word<>(negated, QueryText.fold(text), null)
                                : term(negated, text, start));
            }
        }
        return terms;
    }

    /// The text of one term without its quotes. A quote reaches to the next one, or to the end.
    private String text() {
        StringBuilder text = new StringBuilder();
        boolean inQuotes = false;
        for (; at < query.length() && (inQuotes || !isTermEnd(at)); at++) {
            char c = query.charAt(at);
            if (Character.isISOControl(c) && !QueryText.isSpace(c)) {
                throw new QueryException("control_character", at);
            }
            if (c == '"') {
                inQuotes = !inQuotes;
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    private Term<R> term(boolean negated, String text, int start) {
        int keyEnd = 0;
        while (keyEnd < text.length() && QueryText.isAsciiLetter(text.charAt(keyEnd))) {
            keyEnd++;
        }
        char operator = operator(text, keyEnd);
        boolean orEqual = (operator == '<' || operator == '>') && operator(text, keyEnd + 1) == '=';
        int valueStart = keyEnd + (orEqual ? 2 : 1);
        if (keyEnd == 0 || operator == NO_OPERATOR || valueStart >= text.length()) {
            String word = QueryText.fold(text);
            return new Term.Word<>(negated, word, negated ? null : FuzzyWord.of(word));
        }
        String key = text.substring(0, keyEnd);
        String value = QueryText.fold(text.substring(valueStart));
        return switch (fields.find(key)) {
            case null -> {
                if (!knownElsewhere.test(key)) {
                    throw new QueryException("unknown_field", start, Map.of("field", key));
                }
                yield new Term.Elsewhere<>(negated);
            }
            case TextField<R> field -> {
                if (operator == '<' || operator == '>') {
                    throw new QueryException(
                            "not_comparable", start + keyEnd, Map.of("field", key));
                }
                yield new Term.OnText<>(negated, field, operator == '=', value);
            }
            case NumberField<R> field ->
                    new Term.OnNumber<>(
                            negated,
                            field,
                            comparison(operator, orEqual),
                            number(value, field.unit(), key, start + valueStart));
        };
    }

    private static Comparison comparison(char operator, boolean orEqual) {
        return switch (operator) {
            case '<' -> orEqual ? Comparison.AT_MOST : Comparison.LESS;
            case '>' -> orEqual ? Comparison.AT_LEAST : Comparison.MORE;
            default -> Comparison.EQUAL;
        };
    }

    private static final char NO_OPERATOR = 0;

    /// The operator at this place, also in its full-width form.
    private static char operator(String text, int place) {
        if (place >= text.length()) {
            return NO_OPERATOR;
        }
        return switch (text.charAt(place)) {
            case ':', '\uff1a' -> ':';
            case '=', '\uff1d' -> '=';
            case '<', '\uff1c' -> '<';
            case '>', '\uff1e' -> '>';
            default -> NO_OPERATOR;
        };
    }

    private boolean isTermEnd(int place) {
        return place >= query.length() || QueryText.isSpace(query.charAt(place));
    }

    /// Whether something follows.
    private boolean skipSpaces() {
        while (at < query.length() && QueryText.isSpace(query.charAt(at))) {
            at++;
        }
        return at < query.length();
    }

    private static double number(String text, Unit unit, String key, int position) {
        int start = text.startsWith("-") ? 1 : 0;
        int end = start;
        boolean point = false;
        for (; end < text.length(); end++) {
            char c = text.charAt(end);
            boolean newPoint = c == '.' && !point && end > start;
            if (!newPoint && (c < '0' || c > '9')) {
                break;
            }
            point |= newPoint;
        }
        double factor = factor(text.substring(end), unit);
        boolean wellFormed = end > start && end <= MAX_DIGITS && text.charAt(end - 1) != '.';
        if (!wellFormed || factor == 0) {
            throw new QueryException("not_a_number", position, Map.of("field", key));
        }
        return Double.parseDouble(text.substring(0, end)) * factor;
    }

    /// What the letters behind a number multiply it by; 0 where they do not fit the field.
    private static double factor(String suffix, Unit unit) {
        if (suffix.isEmpty()) {
            return 1;
        }
        return switch (unit) {
            case NONE -> 0;
            case PERCENT -> suffix.equals("%") ? 1 : 0;
            case BYTES ->
                    switch (suffix) {
                        case "b" -> 1;
                        case "k", "kb", "kib" -> 0x1p10;
                        case "m", "mb", "mib" -> 0x1p20;
                        case "g", "gb", "gib" -> 0x1p30;
                        case "t", "tb", "tib" -> 0x1p40;
                        default -> 0;
                    };
        };
    }
}
