package dev.procdeck.host.services;

import dev.procdeck.host.libc.Reading;
import java.util.List;

/// The log lines of a service, oldest first. Thread-safe.
@FunctionalInterface
public interface UnitLog {

    /// The last `max` lines of one run of a unit; with an empty invocation those of all its runs.
    Reading<List<LogLine>> last(String unit, String invocationId, int max);

    /// A host whose log cannot be read by unit.
    static UnitLog none(String why) {
        return (unit, invocationId, max) -> Reading.unsupported(why);
    }
}
