package dev.procdeck.host.services;

import java.util.List;

/// The services of one manager at one instant.
///
/// @param rows empty while unavailable
public record ServiceListing(String manager, List<ServiceRow> rows, Availability availability) {
    public ServiceListing {
        rows = List.copyOf(rows);
    }

    /// Whether the manager can be asked now.
    public sealed interface Availability {}

    public record Available() implements Availability {}

    /// The manager cannot be asked; `detail` is for the log and for experts.
    public record Unavailable(UnavailableReason reason, String detail) implements Availability {}

    public enum UnavailableReason {
        /// This host has no such manager.
        ABSENT,
        /// It is there but we may not speak to it.
        DENIED,
        /// The connection was lost; it is being made again.
        CONNECTION_LOST,
        /// It does not answer in time.
        SILENT
    }
}
