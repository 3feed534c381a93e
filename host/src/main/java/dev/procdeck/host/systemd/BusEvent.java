package dev.procdeck.host.systemd;

/// What the bus told us that concerns the table of units.
sealed interface BusEvent {

    record Changed(String path, UnitProperties properties) implements BusEvent {}

    record Appeared(String name, String path) implements BusEvent {}

    record Vanished(String name) implements BusEvent {}

    /// All is to be read anew: systemd has reloaded, was replaced, or we missed something.
    record Reloaded() implements BusEvent {}

    record FilesChanged() implements BusEvent {}

    /// A job began or ended; the rows show jobs.
    record JobsChanged() implements BusEvent {}

    record Lost(Session session) implements BusEvent {}

    record Closed() implements BusEvent {}
}
