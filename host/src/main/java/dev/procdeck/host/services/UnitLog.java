package dev.procdeck.host.services;

import dev.procdeck.host.libc.Reading;
import java.time.Instant;
import java.util.List;

/// The log lines of a service, oldest first. Thread-safe.
@FunctionalInterface
public interface UnitLog {

    /// The last `max` lines of a unit that were written since an instant.
    Reading<List<LogLine>> since(String unit, Instant from, int max);

    /// A host whose log cannot be read by unit.
    static UnitLog none(String why) {
        return (unit, from, max) -> Reading.unsupported(why);
    }
}
