package dev.procdeck.server.http;

import java.util.List;

/// A part of a list. Immutable.
///
/// @param total how many there are after the filter and before paging
public record Page<T>(long total, List<T> items) {
    public Page {
        items = List.copyOf(items);
    }
}
