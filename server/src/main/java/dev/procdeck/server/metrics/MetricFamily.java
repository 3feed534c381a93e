package dev.procdeck.server.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One metric with its samples, one for each set of labels. Names carry their unit.
///
/// @param help one line for people
record MetricFamily(String name, Type type, String help, List<Sample> samples) {
    /// A counter only grows while what it counts lives.
    enum Type {
        GAUGE,
        COUNTER;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// One number.
    record Sample(Map<String, String> labels, double value) {}

    static MetricFamily gauge(String name, String help) {
        return new MetricFamily(name, Type.GAUGE, help, new ArrayList<>());
    }

    static MetricFamily counter(String name, String help) {
        return new MetricFamily(name, Type.COUNTER, help, new ArrayList<>());
    }

    /// Adds a sample; a number that is not known adds none.
    ///
    /// @param labels names and values in turn
    MetricFamily put(@Nullable Number value, String... labels) {
        if (value != null) {
            Map<String, String> named = LinkedHashMap.newLinkedHashMap(labels.length / 2);
            for (int i = 0; i < labels.length; i += 2) {
                named.put(labels[i], labels[i + 1]);
            }
            samples.add(new Sample(named, value.doubleValue()));
        }
        return this;
    }
}
