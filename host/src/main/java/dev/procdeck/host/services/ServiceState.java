package dev.procdeck.host.services;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// The state of a service in systemd's words; other managers are translated into them.
///
/// @param loadState `loaded`, `not-found`, `masked`, `bad-setting`, `error`, `stub` (only its file
///   is known)
/// @param activeState `active`, `reloading`, `inactive`, `failed`, `activating`, `deactivating`
/// @param subState the manager's own finer word, `running`, `auto-restart`, …
/// @param fileState `enabled`, `disabled`, `static`, `masked`, `generated`, …; empty when there is
///   no file
/// @param mainPid empty when there is no main process
/// @param result systemd's `Result`: `success`, `exit-code`, `signal`, `timeout`, …; empty where
///   there is none
/// @param since when `activeState` was entered
/// @param nRestarts automatic restarts since the last act; empty where the manager does not count
/// @param invocationId 32 hex digits; empty when it never ran
public record ServiceState(
        String loadState,
        String activeState,
        String subState,
        String fileState,
        OptionalInt mainPid,
        String result,
        Optional<Instant> since,
        OptionalLong nRestarts,
        String invocationId) {

    public boolean isActive() {
        return activeState.equals("active") || activeState.equals("reloading");
    }

    public boolean isFailed() {
        return activeState.equals("failed");
    }
}
