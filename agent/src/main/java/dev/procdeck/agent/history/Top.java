package dev.procdeck.agent.history;

import java.util.stream.IntStream;

/// The places of the largest few of many values, largest first, without garbage. Belongs to one
/// thread.
final class Top {
    private final double[] values;
    private final int[] places;
    private int size;

    Top(int capacity) {
        this.values = new double[capacity];
        this.places = new int[capacity];
    }

    void clear() {
        size = 0;
    }

    /// Takes a value above zero if it is among the largest so far.
    void offer(double value, int place) {
        if (!(value > 0) || (size == values.length && value <= values[size - 1])) {
            return;
        }
        int at = size < values.length ? size++ : size - 1;
        while (at > 0 && values[at - 1] < value) {
            values[at] = values[at - 1];
            places[at] = places[at - 1];
            at--;
        }
        values[at] = value;
        places[at] = place;
    }

    int size() {
        return size;
    }

    double value(int rank) {
        return values[rank];
    }

    int place(int rank) {
        return places[rank];
    }

    IntStream places() {
        return IntStream.of(places).limit(size);
    }
}
