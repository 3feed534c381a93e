package dev.procdeck.server.query;

import java.util.List;
import java.util.function.DoublePredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One field of a row, as queries and sorting see it.
public sealed interface Field<R> {
    /// The JSON name, for example `cpuPercent`.
    String name();

    /// Shorter names that a query may use.
    List<String> aliases();

    /// Whether plain words look into it.
    boolean searched();

    /// A field of text. A field may have several values in one row, or none.
    ///
    /// @param prefix `key:value` means "starts with" instead of "contains": for words of a small
    ///   vocabulary, where `active:active` must not find `inactive`
    record TextField<R>(
            String name, List<String> aliases, boolean searched, boolean prefix, Texts<R> values)
            implements Field<R> {}

    /// A field of numbers. A field may have several values in one row, or none.
    ///
    /// @param sortOnly true where no query can name it
    record NumberField<R>(
            String name,
            List<String> aliases,
            boolean searched,
            boolean sortOnly,
            Unit unit,
            Numbers<R> values)
            implements Field<R> {}

    /// What a number in a query may carry behind it.
    enum Unit {
        /// Nothing.
        NONE,
        /// `K`, `M`, `G`, `T` in powers of 1,024, with `B` or `iB` behind it if one likes.
        BYTES,
        /// `%`.
        PERCENT
    }

    /// The texts of one row.
    @FunctionalInterface
    interface Texts<R> {
        /// Whether some value passes; asks in the order of the values and stops at the first.
        boolean any(R row, Predicate<String> test);
    }

    /// The numbers of one row.
    @FunctionalInterface
    interface Numbers<R> {
        /// Whether some value passes; asks in the order of the values and stops at the first.
        boolean any(R row, DoublePredicate test);
    }

    /// One text or none.
    static <R> Texts<R> text(Function<R, @Nullable String> value) {
        return (row, test) -> {
            String text = value.apply(row);
            return text != null && test.test(text);
        };
    }

    /// One number or none.
    static <R> Numbers<R> number(Function<R, @Nullable Number> value) {
        return (row, test) -> {
            Number number = value.apply(row);
            return number != null && test.test(number.doubleValue());
        };
    }
}
