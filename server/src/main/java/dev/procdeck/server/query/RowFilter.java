package dev.procdeck.server.query;

import static dev.procdeck.server.query.QueryText.fold;

import dev.procdeck.server.query.Field.NumberField;
import dev.procdeck.server.query.Field.TextField;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// A parsed query, ready to judge rows.
public final class RowFilter<R> {
    /// The row is left out.
    public static final int NO_MATCH = -1;

    /// Every word is contained in some value.
    public static final int LITERAL = 0;

    /// Some word was found by its letters only.
    public static final int FUZZY = 1;

    private final List<Term<R>> terms;
    private final List<Field<R>> searched;

    private RowFilter(List<Term<R>> terms, FieldTable<R> fields) {
        this.terms = List.copyOf(terms);
        this.searched = fields.fields().stream().filter(Field::searched).toList();
    }

    /// @param knownElsewhere whether a key that this table lacks names a field of another kind of
    ///   row: such a condition holds for no row here
    /// @throws QueryException where the query cannot be understood
    public static <R> RowFilter<R> parse(
            String query, FieldTable<R> fields, Predicate<String> knownElsewhere) {
        return new RowFilter<>(new QueryParser<>(query, fields, knownElsewhere).parse(), fields);
    }

    /// Whether it lets every row pass.
    public boolean isEmpty() {
        return terms.isEmpty();
    }

    /// The rows that match, best hits first, else in their own order.
    public List<R> select(Iterable<? extends R> rows) {
        List<R> literal = new ArrayList<>();
        List<R> fuzzy = new ArrayList<>();
        for (R row : rows) {
            int rank = rank(row);
            if (rank != NO_MATCH) {
                (rank == LITERAL ? literal : fuzzy).add(row);
            }
        }
        literal.addAll(fuzzy);
        return literal;
    }

    /// How well the row matches: [#NO_MATCH], or the rank of its worst word.
    public int rank(R row) {
        int worst = LITERAL;
        for (Term<R> term : terms) {
            int rank =
                    switch (term) {
                        case Term.Word<R> word -> rank(row, word);
                        case Term.OnText<R> text -> holds(row, text) ? LITERAL : NO_MATCH;
                        case Term.OnNumber<R> number -> holds(row, number) ? LITERAL : NO_MATCH;
                        case Term.Elsewhere<R> _ -> NO_MATCH;
                    };
            if (term.negated() == (rank != NO_MATCH)) {
                return NO_MATCH;
            }
            worst = Math.max(worst, rank);
        }
        return worst;
    }

    private int rank(R row, Term.Word<R> word) {
        for (Field<R> field : searched) {
            boolean contains =
                    switch (field) {
                        case TextField<R> text ->
                                text.values().any(row, v -> fold(v).contains(word.text()));
                        case NumberField<R> number ->
                                number.values().any(row, v -> digits(v).contains(word.text()));
                    };
            if (contains) {
                return LITERAL;
            }
        }
        FuzzyWord fuzzy = word.fuzzy();
        return fuzzy != null && hasLetters(row, fuzzy) ? FUZZY : NO_MATCH;
    }

    private boolean hasLetters(R row, FuzzyWord fuzzy) {
        for (Field<R> field : searched) {
            if (field instanceof TextField<R> text
                    && text.values().any(row, value -> fuzzy.isIn(fold(value)))) {
                return true;
            }
        }
        return false;
    }

    private static String digits(double value) {
        return Long.toString((long) value);
    }

    private static <R> boolean holds(R row, Term.OnText<R> term) {
        return term.field()
                .values()
                .any(
                        row,
                        value -> {
                            String folded = fold(value);
                            if (term.whole()) {
                                return folded.equals(term.text());
                            }
                            return term.field().prefix()
                                    ? folded.startsWith(term.text())
                                    : folded.contains(term.text());
                        });
    }

    private static <R> boolean holds(R row, Term.OnNumber<R> term) {
        return term.field()
                .values()
                .any(row, value -> term.comparison().holds(value, term.limit()));
    }
}
