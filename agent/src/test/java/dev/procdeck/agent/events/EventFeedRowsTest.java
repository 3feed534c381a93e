package dev.procdeck.agent.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.host.events.ExitStatus;
import dev.procdeck.host.events.ProcessEvent;
import dev.procdeck.host.events.ProcessEventSource;
import dev.procdeck.host.events.ProcessEvents;
import dev.procdeck.host.processes.CommandLine;
import dev.procdeck.host.processes.ControlGroups;
import dev.procdeck.host.processes.ProcessIdentity;
import dev.procdeck.host.processes.ProcessSource;
import dev.procdeck.host.processes.UserNames;
import dev.procdeck.host.procfs.ProcFs;
import dev.procdeck.host.services.ServiceState;
import dev.procdeck.protocol.live.EventRow;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What becomes of events that are given: rows with masked lines, and what an end means for a unit.
class EventFeedRowsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int SYSTEMD = 1;

    private final List<ProcessEvent> told = new ArrayList<>();
    private final EventEntries entries = new EventEntries(100, 1L << 20);
    private final EventFeedRows rows =
            new EventFeedRows(
                    entries, new UserNames(Path.of("/etc/passwd")), InstantSource.system());
    private final ProcFs proc = ProcFs.at(Path.of("/proc"));
    private final ProcessEvents events =
            new ProcessEvents(new Given(), NoProcesses::new, proc, rows);

    @AfterEach
    void close() {
        events.close();
        proc.close();
    }

    private final class Given implements ProcessEventSource {
        @Override
        public String name() {
            return "bpf";
        }

        @Override
        public void setEager(boolean eager) {}

        @Override
        public void await(int timeoutMillis) {}

        @Override
        public void pause(int timeoutMillis) {}

        @Override
        public void wake() {}

        @Override
        public void read(Sink sink) {
            told.forEach(sink::take);
            told.clear();
        }

        @Override
        public void close() {}
    }

    private static final class NoProcesses implements ProcessSource {
        @Override
        public String name() {
            return "none";
        }

        @Override
        public void read(Visitor visitor) {}

        @Override
        public void close() {}
    }

    private static ProcessEvent.Subject subject(int pid, int parent, String comm) {
        return new ProcessEvent.Subject(
                new ProcessIdentity(pid, pid * 10L),
                pid * SECOND / 10,
                parent,
                parent == SYSTEMD ? "systemd" : "sh",
                0,
                comm,
                ControlGroups.parse("/system.slice/web.service"));
    }

    private void run(int pid, int parent, String... arguments) {
        told.add(new ProcessEvent.Forked(subject(pid, parent, "parent"), pid * SECOND));
        told.add(
                new ProcessEvent.Executed(
                        subject(pid, parent, "web"),
                        pid * SECOND,
                        new CommandLine(List.of(arguments), false)));
        read();
    }

    private void end(int pid, int parent, int status) {
        told.add(
                new ProcessEvent.Exited(
                        subject(pid, parent, "web"),
                        pid * SECOND + SECOND / 2,
                        new ExitStatus(status),
                        1_500_000L,
                        4096L));
        read();
    }

    private void read() {
        rows.beginBatch();
        events.read();
    }

    private EventRow rowOf(int pid) {
        return entries.between(null, null).stream()
                .filter(row -> row.begin().key().pid() == pid)
                .findFirst()
                .orElseThrow();
    }

    private static ServiceState state(String active, int mainPid) {
        return new ServiceState(
                "loaded",
                active,
                "x",
                "enabled",
                mainPid == 0 ? OptionalInt.empty() : OptionalInt.of(mainPid),
                "success",
                Optional.<Instant>empty(),
                OptionalLong.of(0),
                "");
    }

    private void state(ServiceState state) {
        rows.states(Map.of("web.service", state));
    }

    @Test
    void oneLifeIsOneRowAndItsSecretsStayHere() {
        run(500, 77, "mysql", "-phunter2", "--host", "db");
        EventRow row = rowOf(500);
        assertThat(row.end()).isNull();
        assertThat(row.program().cmdline()).doesNotContain("hunter2").contains("--host db");
        assertThat(row.program().own()).isTrue();
        assertThat(row.program().unit()).isEqualTo("web.service");
        end(500, 77, 9);
        assertThat(entries.size()).isEqualTo(1);
        EventRow.End end = rowOf(500).end();
        assertThat(end.outcome()).isEqualTo(EventRow.Outcome.KILLED);
        assertThat(end.signal()).isEqualTo("KILL");
        assertThat(end.exitCode()).isNull();
        assertThat(end.cpuSeconds()).isEqualTo(0.0015);
        assertThat(rowOf(500).main()).as("a child is not the unit").isNull();
    }

    @Test
    void failuresOfAMainProcessAreCountedAndWhatCameAfterIsTold() {
        run(100, SYSTEMD, "web");
        state(state("active", 100));
        end(100, SYSTEMD, 1 << 8);
        assertThat(rowOf(100).main()).isEqualTo(new EventRow.MainProcess(1, null));
        state(state("activating", 0));
        assertThat(rowOf(100).main().aftermath()).as("not decided yet").isNull();
        run(101, SYSTEMD, "web");
        state(state("active", 101));
        assertThat(rowOf(100).main().aftermath()).isEqualTo(EventRow.Aftermath.RESTARTED);
        end(101, SYSTEMD, 11);
        assertThat(rowOf(101).main()).isEqualTo(new EventRow.MainProcess(2, null));
        state(state("failed", 0));
        assertThat(rowOf(101).main().aftermath()).isEqualTo(EventRow.Aftermath.GAVE_UP);
    }

    @Test
    void aGoodEndAndAStopAreNoFailures() {
        run(200, SYSTEMD, "web");
        state(state("active", 200));
        end(200, SYSTEMD, 15);
        assertThat(rowOf(200).main()).isEqualTo(new EventRow.MainProcess(0, null));
        run(201, SYSTEMD, "web");
        end(201, SYSTEMD, 0);
        assertThat(rowOf(201).main()).isEqualTo(new EventRow.MainProcess(0, null));
    }

    @Test
    void aHelperOfTheManagerBesideTheMainProcessIsNotTheUnit() {
        run(300, SYSTEMD, "web");
        state(state("active", 300));
        run(301, SYSTEMD, "web", "--reload");
        end(301, SYSTEMD, 1 << 8);
        assertThat(rowOf(301).main()).isNull();
        end(300, SYSTEMD, 1 << 8);
        assertThat(rowOf(300).main().failures()).isEqualTo(1);
    }

    @Test
    void failuresOlderThanTenMinutesDoNotCount() {
        run(1, SYSTEMD, "web");
        end(1, SYSTEMD, 1 << 8);
        run(700, SYSTEMD, "web");
        end(700, SYSTEMD, 1 << 8);
        assertThat(rowOf(1).main().aftermath())
                .as("another one ran after it")
                .isEqualTo(EventRow.Aftermath.RESTARTED);
        assertThat(rowOf(700).main().failures()).isEqualTo(1);
    }
}
