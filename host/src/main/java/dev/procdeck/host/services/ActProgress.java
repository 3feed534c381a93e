package dev.procdeck.host.services;

import java.util.List;

/// What is known of an act while it is under way.
public sealed interface ActProgress {

    /// The manager has queued a job; `alsoTouched` are the other units it queued jobs for, where it
    /// says so.
    record Queued(long jobId, List<String> alsoTouched) implements ActProgress {}

    /// The service was seen in another state.
    record StateSeen(String activeState, String subState) implements ActProgress {}

    /// The manager says its work is done (`done`, `failed`, …); whether the service lives is looked
    /// at now.
    record Verifying(String jobResult) implements ActProgress {}
}
