package dev.procdeck.host.libc;

import java.util.Optional;
import java.util.function.Function;

/// What came of asking the kernel for one thing: a value, a refusal, or "this host has no such
/// thing".
///
/// It travels up to the page unchanged, so that "no permission" is never shown as zero. Immutable.
public sealed interface Reading<T> {

    /// The kernel answered.
    record Value<T>(T value) implements Reading<T> {}

    /// The kernel refused (EACCES, EPERM); `what` names the file or call.
    record Denied<T>(String what) implements Reading<T> {}

    /// This kernel or host does not have it; `what` names the file, call or reason.
    record Unsupported<T>(String what) implements Reading<T> {}

    static <T> Reading<T> of(T value) {
        return new Value<>(value);
    }

    static <T> Reading<T> denied(String what) {
        return new Denied<>(what);
    }

    static <T> Reading<T> unsupported(String what) {
        return new Unsupported<>(what);
    }

    /// The same outcome with the value, if there is one, turned into another.
    default <R> Reading<R> map(Function<? super T, ? extends R> change) {
        return switch (this) {
            case Value<T>(T value) -> new Value<>(change.apply(value));
            case Denied<T>(String what) -> new Denied<>(what);
            case Unsupported<T>(String what) -> new Unsupported<>(what);
        };
    }

    default Optional<T> asOptional() {
        return this instanceof Value<T>(T value) ? Optional.of(value) : Optional.empty();
    }
}
