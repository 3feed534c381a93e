package dev.procdeck.host.schedule;

import java.util.List;

/// All that runs by itself on this host, with the places that could not be looked into. Immutable.
///
/// @param tasks every entry found, in the order of their sources
/// @param gaps places that were refused or are broken, each with the reason
public record Schedule(List<ScheduledTask> tasks, List<Gap> gaps) {

    public Schedule {
        tasks = List.copyOf(tasks);
        gaps = List.copyOf(gaps);
    }

    /// @param denied true when rights were missing, false when the place is broken or not supported
    public record Gap(String source, boolean denied, String reason) {}
}
