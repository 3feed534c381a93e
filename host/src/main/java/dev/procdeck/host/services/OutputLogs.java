package dev.procdeck.host.services;

/// A manager that keeps what its services write in logs of its own, each stream by itself.
/// Thread-safe.
public interface OutputLogs {
    /// The two that a process has.
    enum Stream {
        STDOUT,
        STDERR
    }

    /// The last lines of one stream of a service, or why there are none. May block for as long as
    /// the manager takes to answer.
    ///
    /// @param name canonical
    KeptLog output(String name, Stream stream);
}
