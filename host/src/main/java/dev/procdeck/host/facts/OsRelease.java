package dev.procdeck.host.facts;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// /etc/os-release, os-release(5): shell-like assignments. Immutable.
record OsRelease(Map<String, String> values) {

    OsRelease {
        values = Map.copyOf(values);
    }

    static OsRelease parse(String text) {
        var values = new LinkedHashMap<String, String>();
        for (String raw : text.split("\n")) {
            String line = raw.strip();
            int equals = line.indexOf('=');
            if (equals > 0 && !line.startsWith("#")) {
                values.put(line.substring(0, equals), unquote(line.substring(equals + 1)));
            }
        }
        return new OsRelease(values);
    }

    private static String unquote(String value) {
        if (value.length() >= 2 && value.startsWith("'") && value.endsWith("'")) {
            return value.substring(1, value.length() - 1);
        }
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        String inner = quoted ? value.substring(1, value.length() - 1) : value;
        return inner.replaceAll("\\\\([\\\\\"$`'])", "$1");
    }

    /// The first of these keys that has a value.
    Optional<String> first(String... keys) {
        for (String key : keys) {
            String value = values.getOrDefault(key, "");
            if (!value.isBlank()) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }
}
