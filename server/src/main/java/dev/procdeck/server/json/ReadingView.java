package dev.procdeck.server.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.procdeck.protocol.Reading;
import dev.procdeck.protocol.Unavailable;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A value of the host, or the reason why there is none: exactly one of the three is there.
///
/// @param denied the agent lacks the right to read it
/// @param unsupported this host does not provide it
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReadingView<T>(
        @Nullable T value, @Nullable String denied, @Nullable String unsupported) {
    public static <S, T> ReadingView<T> of(Reading<S> reading, Function<S, T> view) {
        return switch (reading) {
            case Reading.Value<S>(S value) -> new ReadingView<>(view.apply(value), null, null);
            case Reading.Absent<S>(Unavailable reason) ->
                    switch (reason) {
                        case DENIED -> new ReadingView<>(null, "no_permission", null);
                        case UNSUPPORTED -> new ReadingView<>(null, null, "not_provided");
                    };
        };
    }

    /// `denied` or `unsupported`, as a field beside the value says it; null where the value is
    /// there.
    public static @Nullable String wordOf(@Nullable Unavailable reason) {
        return reason == null ? null : reason.name().toLowerCase(Locale.ROOT);
    }

    public static <T> ReadingView<T> of(Reading<T> reading) {
        return of(reading, value -> value);
    }
}
