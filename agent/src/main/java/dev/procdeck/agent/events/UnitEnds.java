package dev.procdeck.agent.events;

import dev.procdeck.host.events.ExitStatus;
import dev.procdeck.host.events.Life;
import dev.procdeck.host.services.ServiceState;
import dev.procdeck.protocol.live.EventRow;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// What the end of a process means for its unit: whether it was the unit's main process, how often
/// that failed of late, and what the service manager did then. Belongs to its owner's lock.
///
/// A main process is the one that the manager names or, before it has named it, one that PID 1
/// started in the unit itself.
final class UnitEnds {
    private static final long WINDOW_NANOS = 600_000_000_000L;
    private static final int MOST_UNITS = 2_000;
    private static final int MOST_PIDS = 4_096;
    private static final int MOST_FAILURES = 1_000;

    private final Map<String, Unit> units = bounded(MOST_UNITS);

    /// Also those that are over: the manager tells of a new one before the old one's end is read.
    private final Map<Integer, String> mainPids = bounded(MOST_PIDS);

    private final BiConsumer<Long, EventRow.Aftermath> tell;

    private static final class Unit {
        final ArrayDeque<Long> failureNanos = new ArrayDeque<>();
        @Nullable Integer mainPid;
        @Nullable Integer failedPid;
        long failedEntry;
    }

    /// @param tell takes the entry of a failed main process and what came after
    UnitEnds(BiConsumer<Long, EventRow.Aftermath> tell) {
        this.tell = tell;
    }

    private static <K, V> Map<K, V> bounded(int most) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }

    /// Takes over what the service manager says now.
    void states(Map<String, ServiceState> states) {
        states.forEach((name, state) -> {
            if (!name.endsWith(".service")) {
                return;
            }
            state.mainPid().ifPresent(pid -> mainPids.put(pid, name));
            Unit unit = units.get(name);
            if (unit == null && state.mainPid().isEmpty()) {
                return;
            }
            if (unit == null) {
                unit = new Unit();
                units.put(name, unit);
            }
            unit.mainPid = state.mainPid().isPresent() ? state.mainPid().getAsInt() : null;
            settle(unit, state);
        });
    }

    private void settle(Unit unit, ServiceState state) {
        Integer failed = unit.failedPid;
        if (failed == null) {
            return;
        }
        boolean another = unit.mainPid != null && !unit.mainPid.equals(failed);
        // Not NRestarts: it counts a restart that the start limit then refused.
        if (another) {
            settle(unit, EventRow.Aftermath.RESTARTED);
        } else if (state.isFailed() || state.activeState().equals("inactive")) {
            settle(unit, EventRow.Aftermath.GAVE_UP);
        }
    }

    private void settle(Unit unit, EventRow.Aftermath aftermath) {
        unit.failedPid = null;
        tell.accept(unit.failedEntry, aftermath);
    }

    /// Whether a process is the main one of a service.
    boolean isMain(@Nullable String unitName, Life life) {
        if (unitName == null || !unitName.endsWith(".service")) {
            return false;
        }
        int pid = life.identity().pid();
        if (unitName.equals(mainPids.get(pid))) {
            return true;
        }
        Unit unit = units.get(unitName);
        boolean startedByManager =
                Integer.valueOf(1).equals(life.parentPid()) && "systemd".equals(life.parentComm());
        return startedByManager && (unit == null || unit.mainPid == null);
    }

    /// A main process ended.
    ///
    /// @param entry of the process in the feed
    EventRow.MainProcess ended(
            String unitName, Life life, @Nullable ExitStatus status, long entry, long nowNanos) {
        Unit unit = units.computeIfAbsent(unitName, _ -> new Unit());
        unit.mainPid = null;
        if (unit.failedPid != null) {
            settle(unit, EventRow.Aftermath.RESTARTED);
        }
        if (status == null || status.cleanForService()) {
            return new EventRow.MainProcess(0, null);
        }
        while (!unit.failureNanos.isEmpty()
                && (nowNanos - unit.failureNanos.getFirst() > WINDOW_NANOS
                        || unit.failureNanos.size() >= MOST_FAILURES)) {
            unit.failureNanos.removeFirst();
        }
        unit.failureNanos.addLast(nowNanos);
        unit.failedPid = life.identity().pid();
        unit.failedEntry = entry;
        return new EventRow.MainProcess(unit.failureNanos.size(), null);
    }
}
