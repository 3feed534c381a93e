package dev.procdeck.host.signals;

import dev.procdeck.host.processes.ProcessIdentity;

/// One process as a look at /proc saw it. Immutable.
///
/// @param state as in /proc/[pid]/stat
public record GroupMember(
        ProcessIdentity identity,
        int parentPid,
        int processGroup,
        int session,
        char state,
        boolean kernelThread,
        String comm) {
    /// Stopped by a signal, as `kill -STOP` leaves it.
    boolean isStopped() {
        return state == 'T';
    }

    /// Ended, and waiting for its parent to ask how.
    boolean hasEnded() {
        return state == 'Z' || state == 'X';
    }
}
