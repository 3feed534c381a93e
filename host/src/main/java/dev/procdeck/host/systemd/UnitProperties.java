package dev.procdeck.host.systemd;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.freedesktop.dbus.types.Variant;
import org.jspecify.annotations.Nullable;

/// Properties of a unit as the bus gave them, read with their types; a missing one reads as empty.
/// Immutable.
record UnitProperties(Map<String, Object> values) {

    static final UnitProperties NONE = new UnitProperties(Map.of());

    /// systemd says "not available" and "no limit" with this.
    private static final long UINT64_MAX = -1L;

    UnitProperties {
        values = Map.copyOf(values);
    }

    /// From the `a{sv}` that GetAll and PropertiesChanged carry.
    static UnitProperties of(Object variants) {
        Map<String, Object> values = new HashMap<>();
        if (variants instanceof Map<?, ?> map) {
            map.forEach((key, value) -> values.put(String.valueOf(key), unwrap(value)));
        }
        return new UnitProperties(values);
    }

    UnitProperties with(UnitProperties changed) {
        Map<String, Object> merged = new HashMap<>(values);
        merged.putAll(changed.values);
        return new UnitProperties(merged);
    }

    UnitProperties only(Iterable<String> names) {
        Map<String, Object> kept = new HashMap<>();
        for (String name : names) {
            Object value = values.get(name);
            if (value != null) {
                kept.put(name, value);
            }
        }
        return new UnitProperties(kept);
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    String text(String name) {
        return values.get(name) instanceof String text ? text : "";
    }

    boolean flag(String name) {
        return values.get(name) instanceof Boolean flag && flag;
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        if (values.get(name) instanceof List<?> list) {
            list.forEach(item -> texts.add(String.valueOf(item)));
        }
        return texts;
    }

    /// The structs of an array of structs.
    List<Object[]> structs(String name) {
        List<Object[]> structs = new ArrayList<>();
        if (values.get(name) instanceof List<?> list) {
            for (Object item : list) {
                if (item instanceof Object[] struct) {
                    structs.add(struct);
                }
            }
        }
        return structs;
    }

    Object[] struct(String name) {
        return values.get(name) instanceof Object[] struct ? struct : new Object[0];
    }

    OptionalLong number(String name) {
        return number(values.get(name));
    }

    static OptionalLong number(@Nullable Object value) {
        if (!(value instanceof Number number) || number.longValue() == UINT64_MAX) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(number.longValue());
    }

    /// A PID; empty for systemd's 0.
    OptionalInt pid(String name) {
        return values.get(name) instanceof Number number && number.intValue() > 0
                ? OptionalInt.of(number.intValue())
                : OptionalInt.empty();
    }

    /// An `int` that may well be −1; empty only when there is no such property.
    OptionalInt whole(String name) {
        return values.get(name) instanceof Number number
                ? OptionalInt.of(number.intValue())
                : OptionalInt.empty();
    }

    /// Microseconds since 1970; empty for systemd's 0 ("never").
    Optional<Instant> instant(String name) {
        OptionalLong micros = number(name);
        if (micros.isEmpty() || micros.getAsLong() <= 0) {
            return Optional.empty();
        }
        long value = micros.getAsLong();
        return Optional.of(Instant.ofEpochSecond(value / 1_000_000, value % 1_000_000 * 1_000));
    }

    /// A byte array as hex digits; empty when it is empty or all zero.
    String hex(String name) {
        StringBuilder hex = new StringBuilder();
        if (values.get(name) instanceof List<?> bytes) {
            for (Object item : bytes) {
                int b = item instanceof Number number ? number.intValue() & 0xff : 0;
                hex.append(Character.forDigit(b >> 4, 16)).append(Character.forDigit(b & 15, 16));
            }
        }
        return hex.chars().allMatch(c -> c == '0') ? "" : hex.toString();
    }

    private static Object unwrap(Object value) {
        return value instanceof Variant<?> variant ? variant.getValue() : value;
    }
}
