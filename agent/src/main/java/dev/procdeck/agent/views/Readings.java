package dev.procdeck.agent.views;

import dev.procdeck.protocol.Reading;
import dev.procdeck.protocol.Unavailable;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Carries "no permission" and "not on this host" from one module's readings to the other's. Pure.
final class Readings {
    private Readings() {}

    static <T, R> Reading<R> map(dev.procdeck.host.libc.Reading<T> reading, Function<T, R> change) {
        return switch (reading) {
            case dev.procdeck.host.libc.Reading.Value<T>(T value) ->
                    Reading.of(change.apply(value));
            case dev.procdeck.host.libc.Reading.Denied<T> _ -> Reading.denied();
            case dev.procdeck.host.libc.Reading.Unsupported<T> _ -> Reading.unsupported();
        };
    }

    static <T> Reading<T> of(dev.procdeck.host.libc.Reading<T> reading) {
        return map(reading, Function.identity());
    }

    /// Why there is no value; null when there is one.
    static @Nullable Unavailable why(dev.procdeck.host.libc.Reading<?> reading) {
        return switch (reading) {
            case dev.procdeck.host.libc.Reading.Value<?> _ -> null;
            case dev.procdeck.host.libc.Reading.Denied<?> _ -> Unavailable.DENIED;
            case dev.procdeck.host.libc.Reading.Unsupported<?> _ -> Unavailable.UNSUPPORTED;
        };
    }

    /// The value; without one null, and the reason under the field's name.
    static <T> @Nullable T orNull(
            dev.procdeck.host.libc.Reading<T> reading,
            String field,
            Map<String, Unavailable> unavailable) {
        Unavailable why = why(reading);
        if (why != null) {
            unavailable.put(field, why);
        }
        return reading.asOptional().orElse(null);
    }

    static <T> T or(dev.procdeck.host.libc.Reading<T> reading, T otherwise) {
        return reading.asOptional().orElse(otherwise);
    }

    static @Nullable Double tenths(@Nullable Double value) {
        return value == null ? null : (Double) tenths(value.doubleValue());
    }

    /// With one decimal place, as people read it: smaller moves are no news.
    static double tenths(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
