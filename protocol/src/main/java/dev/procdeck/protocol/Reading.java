package dev.procdeck.protocol;

import org.jspecify.annotations.Nullable;

/// A value of the host, or the reason why there is none.
public sealed interface Reading<T> {
    /// The value that was read.
    record Value<T>(T value) implements Reading<T> {}

    /// There is none.
    record Absent<T>(Unavailable reason) implements Reading<T> {}

    static <T> Reading<T> of(T value) {
        return new Value<>(value);
    }

    static <T> Reading<T> denied() {
        return new Absent<>(Unavailable.DENIED);
    }

    static <T> Reading<T> unsupported() {
        return new Absent<>(Unavailable.UNSUPPORTED);
    }

    /// The value, or null where there is none.
    default @Nullable T orNull() {
        return switch (this) {
            case Value<T>(T value) -> value;
            case Absent<T> _ -> null;
        };
    }
}
