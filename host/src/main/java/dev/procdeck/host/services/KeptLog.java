package dev.procdeck.host.services;

import java.util.List;

/// What there is of a log that a manager keeps. Immutable.
public sealed interface KeptLog {
    /// Oldest first. A line whose end is not written yet comes later.
    record Lines(List<LogLine> lines) implements KeptLog {
        public Lines {
            lines = List.copyOf(lines);
        }
    }

    /// The manager keeps no file of it: it is switched off, or goes somewhere else.
    record NotKept() implements KeptLog {}

    /// There is no such file (yet).
    record Missing(String file) implements KeptLog {}

    /// The manager cannot hand it out as text.
    record Unreadable(String file) implements KeptLog {}

    /// The manager did not answer.
    record Away(String why) implements KeptLog {}
}
