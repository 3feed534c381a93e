package dev.procdeck.server.query;

import dev.procdeck.server.query.Field.NumberField;
import dev.procdeck.server.query.Field.TextField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Sorts rows by one field. Rows without a value come last in both directions; equal rows keep
/// their order.
public final class RowOrder<R> {
    private final Field<R> field;
    private final boolean descending;

    RowOrder(Field<R> field, boolean descending) {
        this.field = field;
        this.descending = descending;
    }

    /// A new list in this order. Each row's value is read once.
    public List<R> sort(List<R> rows) {
        return switch (field) {
            case NumberField<R> number -> sort(rows, number);
            case TextField<R> text -> sort(rows, text);
        };
    }

    private List<R> sort(List<R> rows, NumberField<R> number) {
        double[] keys = new double[rows.size()];
        for (int i = 0; i < keys.length; i++) {
            int at = i;
            keys[at] = Double.NaN;
            number.values()
                    .any(
                            rows.get(at),
                            value -> {
                                keys[at] = value;
                                return true;
                            });
        }
        Comparator<Integer> order =
                (a, b) ->
                        Double.isNaN(keys[a]) || Double.isNaN(keys[b])
                                ? Boolean.compare(Double.isNaN(keys[a]), Double.isNaN(keys[b]))
                                : sign(Double.compare(keys[a], keys[b]));
        return pick(rows, order);
    }

    private List<R> sort(List<R> rows, TextField<R> text) {
        @Nullable String[] keys = new @Nullable String[rows.size()];
        for (int i = 0; i < keys.length; i++) {
            int at = i;
            text.values()
                    .any(
                            rows.get(at),
                            value -> {
                                keys[at] = value.isEmpty() ? null : QueryText.fold(value);
                                return true;
                            });
        }
        Comparator<Integer> order =
                (a, b) -> {
                    String left = keys[a];
                    String right = keys[b];
                    return left == null || right == null
                            ? Boolean.compare(left == null, right == null)
                            : sign(left.compareTo(right));
                };
        return pick(rows, order);
    }

    private int sign(int ascending) {
        return descending ? -ascending : ascending;
    }

    private static <R> List<R> pick(List<R> rows, Comparator<Integer> order) {
        Integer[] places = new Integer[rows.size()];
        Arrays.setAll(places, i -> i);
        Arrays.sort(places, order);
        List<R> sorted = new ArrayList<>(places.length);
        for (Integer place : places) {
            sorted.add(rows.get(place));
        }
        return sorted;
    }
}
