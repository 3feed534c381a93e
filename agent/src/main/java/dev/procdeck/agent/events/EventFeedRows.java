package dev.procdeck.agent.events;

import dev.procdeck.agent.views.ProcessView;
import dev.procdeck.host.events.ExitStatus;
import dev.procdeck.host.events.Life;
import dev.procdeck.host.events.ProcessEvent;
import dev.procdeck.host.events.ProcessEvents;
import dev.procdeck.host.libc.SystemCalls;
import dev.procdeck.host.processes.CommandLine;
import dev.procdeck.host.processes.ControlGroup;
import dev.procdeck.host.processes.UserNames;
import dev.procdeck.host.services.ServiceState;
import dev.procdeck.protocol.ProcessKey;
import dev.procdeck.protocol.live.EventRow;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes rows of lives as they are told of. Belongs to its owner's lock.
final class EventFeedRows implements ProcessEvents.Listener {
    private static final int KNOWN_LINES = 512;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MICROS_PER_SECOND = 1e6;

    private final EventEntries entries;
    private final UserNames users;
    private final InstantSource clock;
    private final UnitEnds units = new UnitEnds(this::settle);

    /// Health checks and loops run the same line again and again: masked and kept once.
    private final Map<CommandLine, String> lines =
            new LinkedHashMap<>(64, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<CommandLine, String> eldest) {
                    return size() > KNOWN_LINES;
                }
            };

    /// Programs have few names: each is kept once.
    private final Map<String, String> names =
            new LinkedHashMap<>(64, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
                    return size() > KNOWN_LINES;
                }
            };

    private Instant bootTime = Instant.EPOCH;
    private long lastId;

    EventFeedRows(EventEntries entries, UserNames users, InstantSource clock) {
        this.entries = entries;
        this.users = users;
        this.clock = clock;
    }

    /// Events come next; the wall clock may have been set since the last ones.
    void beginBatch() {
        bootTime = clock.instant().minusNanos(SystemCalls.bootNanos());
        users.refresh();
    }

    void states(Map<String, ServiceState> states) {
        units.states(states);
    }

    @Override
    public void started(Life life) {
        long id = ++lastId;
        life.setEntry(id);
        entries.put(new EventRow(id, begin(life), program(life, !life.startSeen()), null, null));
    }

    @Override
    public void executed(Life life) {
        EventRow row = rowOf(life);
        entries.put(
                new EventRow(row.id(), row.begin(), program(life, true), row.end(), row.main()));
    }

    @Override
    public void ended(Life life, ProcessEvent.Exited how) {
        EventRow row = rowOf(life);
        EventRow.Program program = program(life, row.program().own());
        EventRow.MainProcess main = row.main();
        if (units.isMain(program.unit(), life) && program.unit() != null) {
            main = units.ended(program.unit(), life, how.status(), row.id(), how.timeNanos());
        }
        entries.put(new EventRow(row.id(), row.begin(), program, end(how), main));
    }

    private void settle(long entry, EventRow.Aftermath aftermath) {
        EventRow row = entries.find(entry);
        if (row != null && row.main() != null) {
            entries.replace(
                    new EventRow(
                            row.id(),
                            row.begin(),
                            row.program(),
                            row.end(),
                            new EventRow.MainProcess(row.main().failures(), aftermath)));
        }
    }

    /// The row of a life, made anew where there was none or it was forgotten.
    private EventRow rowOf(Life life) {
        EventRow row = life.entry() == 0 ? null : entries.find(life.entry());
        if (row != null) {
            return row;
        }
        life.setEntry(++lastId);
        return new EventRow(lastId, begin(life), program(life, true), null, null);
    }

    private EventRow.Begin begin(Life life) {
        String parentComm = life.parentComm();
        return new EventRow.Begin(
                new ProcessKey(life.identity().pid(), life.identity().startTicks()),
                at(life.startNanos()),
                life.startSeen(),
                life.parentPid(),
                parentComm == null ? null : once(parentComm));
    }

    private String once(String name) {
        return names.computeIfAbsent(name, same -> same);
    }

    private Instant at(long bootNanos) {
        return bootTime.plusNanos(bootNanos);
    }

    private EventRow.Program program(Life life, boolean own) {
        ControlGroup group = life.group();
        CommandLine line = life.commandLine();
        String comm = life.comm();
        Integer uid = life.uid();
        return new EventRow.Program(
                comm == null ? "" : once(comm),
                line == null ? null : lines.computeIfAbsent(line, ProcessView::oneLine),
                own,
                uid,
                uid == null ? null : users.nameOf(uid),
                ProcessView.unitOf(group),
                group == null ? null : group.containerId());
    }

    private EventRow.End end(ProcessEvent.Exited how) {
        ExitStatus status = how.status();
        Long cpu = how.cpuNanos();
        return new EventRow.End(
                at(how.timeNanos()),
                outcomeOf(status),
                status == null || status.signalled() ? null : status.code(),
                status == null || !status.signalled() ? null : status.signalName(),
                status != null && status.coreDumped(),
                cpu == null
                        ? null
                        : Math.round(cpu / NANOS_PER_SECOND * MICROS_PER_SECOND)
                                / MICROS_PER_SECOND,
                how.peakRssBytes());
    }

    private static EventRow.Outcome outcomeOf(@Nullable ExitStatus status) {
        if (status == null) {
            return EventRow.Outcome.UNSEEN;
        }
        if (status.signalled()) {
            return EventRow.Outcome.KILLED;
        }
        return status.code() == 0 ? EventRow.Outcome.SUCCEEDED : EventRow.Outcome.FAILED;
    }
}
