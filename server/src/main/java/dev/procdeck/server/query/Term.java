package dev.procdeck.server.query;

import dev.procdeck.server.query.Field.NumberField;
import dev.procdeck.server.query.Field.TextField;
import org.jspecify.annotations.Nullable;

/// One condition of a query. All terms of a query must hold.
sealed interface Term<R> {
    /// Whether rows that match are left out instead.
    boolean negated();

    /// A word that is looked for in every searched field.
    ///
    /// @param text folded
    /// @param fuzzy null where only the word itself counts
    record Word<R>(boolean negated, String text, @Nullable FuzzyWord fuzzy) implements Term<R> {}

    /// A condition on one text field.
    ///
    /// @param whole the value must be equal, else contained (or a prefix, as the field says)
    /// @param text folded
    record OnText<R>(boolean negated, TextField<R> field, boolean whole, String text)
            implements Term<R> {}

    /// A condition on one field of numbers.
    record OnNumber<R>(boolean negated, NumberField<R> field, Comparison comparison, double limit)
            implements Term<R> {}

    /// A condition on a field that other rows have and these have not: no row matches.
    record Elsewhere<R>(boolean negated) implements Term<R> {}

    /// How a number is compared.
    enum Comparison {
        LESS,
        AT_MOST,
        EQUAL,
        AT_LEAST,
        MORE;

        boolean holds(double value, double limit) {
            return switch (this) {
                case LESS -> value < limit;
                case AT_MOST -> value <= limit;
                case EQUAL -> value == limit;
                case AT_LEAST -> value >= limit;
                case MORE -> value > limit;
            };
        }
    }
}
