package dev.procdeck.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.protocol.answer.Answer;
import dev.procdeck.protocol.answer.CommandPreview;
import dev.procdeck.protocol.answer.HostFacts;
import dev.procdeck.protocol.answer.ServiceDetail;
import dev.procdeck.protocol.live.Live;
import dev.procdeck.protocol.live.ProcessRow;
import dev.procdeck.protocol.live.ServiceRow;
import dev.procdeck.protocol.live.Topic;
import dev.procdeck.protocol.operation.Act;
import dev.procdeck.protocol.operation.JobMode;
import dev.procdeck.protocol.operation.Operation;
import dev.procdeck.protocol.operation.Outcome;
import dev.procdeck.protocol.operation.Query;
import dev.procdeck.protocol.operation.ReturnStatus;
import dev.procdeck.protocol.operation.Role;
import dev.procdeck.protocol.operation.ServiceVerb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// One real agent as root on a real systemd, through its whole depth.
@Tag("testhost")
@Timeout(60)
class AgentHostTest {
    private static final Path UNITS = Path.of("/run/systemd/system");

    @TempDir private static Path directory;
    private static AgentProcess agent;
    private static long nextId = 1;

    @BeforeAll
    static void start() throws Exception {
        unit(
                "pd-sleep.service",
                "[Service]\nExecStart=/bin/sleep 1000\nAlias=x\n[Install]\nAlias=pd-alias.service\n");
        unit(
                "pd-dies.service",
                "[Service]\nExecStart=/bin/sh -c 'sleep 0.3; echo last words; exit 7'\n");
        unit("pd-own-bus.service", "[Service]\nExecStart=/bin/sleep 1000\n");
        run("systemctl", "daemon-reload");
        Path hidden = UNITS.resolve("pd-hidden.service");
        // A second try in the same host finds the first one's.
        Files.deleteIfExists(hidden);
        Files.createSymbolicLink(hidden, Path.of("/lib/systemd/system/systemd-journald.service"));
        run("systemctl", "daemon-reload");
        agent = AgentProcess.start(directory);
        // systemd is asked in the background.
        while (!((HostFacts) agent.ask(new Query.Host())).serviceManagers().contains("systemd")) {
            Thread.sleep(100);
        }
    }

    @AfterAll
    static void stop() throws Exception {
        agent.close();
    }

    @Test
    void aServiceIsStartedAndStoppedForReal() throws Exception {
        Outcome started = act("pd-sleep", ServiceVerb.START, Role.OPERATOR, null);
        assertThat(started.code()).isEqualTo("running");
        assertThat(run("systemctl", "is-active", "pd-sleep.service")).isEqualTo("active");
        assertThat(act("pd-sleep", ServiceVerb.START, Role.OPERATOR, null).code())
                .isEqualTo("already_running");
        Outcome stopped = act("pd-sleep.service", ServiceVerb.STOP, Role.OPERATOR, null);
        assertThat(stopped.code()).isEqualTo("stopped");
        assertThat(stopped.before()).isEqualTo("active (running)");
        assertThat(run("systemctl", "is-active", "pd-sleep.service")).isEqualTo("inactive");
    }

    @Test
    void aServiceThatDiesSaysHow() throws Exception {
        Outcome outcome = act("pd-dies", ServiceVerb.START, Role.ADMIN, null);
        assertThat(outcome.status()).isEqualTo(ReturnStatus.FAILED);
        assertThat(outcome.code()).isEqualTo("started_then_died");
        assertThat(outcome.parameters()).containsEntry("exitCode", "7");
    }

    /// S1; what of them this host has. An act that came through would show in the start times.
    @Test
    void protectedUnitsAndTheirProcessesAreLeftAlone() throws Exception {
        unit("procdeck-agent.service", "[Service]\nExecStart=/bin/sleep 1000\n");
        run("systemctl", "daemon-reload");
        run("systemctl", "start", "procdeck-agent.service", "user@0.service");
        List<String> units =
                List.of(
                        "dbus.service",
                        "dbus.socket",
                        "systemd-journald.service",
                        "systemd-journald.socket",
                        "systemd-logind.service",
                        "user@0.service",
                        "procdeck-agent.service",
                        "init.scope",
                        "system.slice");
        Map<String, String> before = new HashMap<>();
        for (String name : units) {
            before.put(name, startOf(name));
            assertThat(before.get(name)).as(name).startsWith("active ");
        }
        for (String name : units) {
            for (ServiceVerb verb : List.of(ServiceVerb.STOP, ServiceVerb.RESTART)) {
                Outcome outcome = act(name, verb, Role.ADMIN, name);
                assertThat(outcome.code()).as(verb + " " + name).isEqualTo("protected_unit");
            }
        }
        for (String name : units) {
            String pid = show(name, "MainPID");
            if (pid.matches("[1-9][0-9]*")) {
                Outcome signal =
                        agent.act(
                                new Act.Signal(
                                        AgentProcess.intent(nextId++, Role.ADMIN),
                                        agent.bootId(),
                                        AgentProcess.key(Integer.parseInt(pid)),
                                        "TERM",
                                        null));
                assertThat(signal.code()).as("a signal to " + name).isEqualTo("protected_unit");
            }
        }
        for (String name : units) {
            assertThat(startOf(name)).as(name).isEqualTo(before.get(name));
        }
    }

    /// Its state, which start of it this is, and its process.
    private static String startOf(String unit) throws Exception {
        return show(unit, "ActiveState")
                + " "
                + show(unit, "ActiveEnterTimestampMonotonic")
                + " "
                + show(unit, "MainPID");
    }

    private static String show(String unit, String property) throws Exception {
        return run("systemctl", "show", "-p", property, "--value", unit);
    }

    /// R5: every thread for acts is busy for seconds, and a signal is still sent at once.
    @Test
    void aFloodOfSlowActsDoesNotHoldUpASignal() throws Exception {
        unit("pd-slow@.service", "[Service]\nType=oneshot\nExecStart=/bin/sleep 8\n");
        run("systemctl", "daemon-reload");
        List<CompletableFuture<Answer>> flood = new java.util.ArrayList<>();
        for (int i = 0; i < 80; i++) {
            flood.add(
                    agent.client()
                            .ask(
                                    onService("pd-slow@" + i, ServiceVerb.START, Role.ADMIN, null),
                                    java.time.Duration.ofSeconds(50)));
        }
        Process victim = new ProcessBuilder("sleep", "100").start();
        Outcome outcome =
                agent.act(
                        new Act.Signal(
                                AgentProcess.intent(nextId++, Role.ADMIN),
                                agent.bootId(),
                                AgentProcess.key(victim),
                                "TERM",
                                null));
        assertThat(outcome.code()).isEqualTo("process_ended");
        assertThat(flood.stream().filter(each -> !each.isDone()).count())
                .as("acts still under way")
                .isGreaterThan(30);
        CompletableFuture.allOf(flood.toArray(CompletableFuture[]::new)).join();
    }

    /// The processes of a service, found by its control group, and nobody else's.
    @Test
    void aSignalToAServiceReachesItsControlGroupAlone() throws Exception {
        // Of itself systemd ends the others when the first has ended, sometimes before they are
        // signalled.
        unit(
                "pd-group.service",
                "[Service]\nKillMode=process\nExecStart=/bin/sh -c 'sleep 500 & setsid sleep 500 & wait'\n");
        run("systemctl", "daemon-reload");
        act("pd-group", ServiceVerb.START, Role.ADMIN, null);
        act("pd-sleep", ServiceVerb.START, Role.ADMIN, null);
        Outcome outcome =
                agent.act(
                        new Act.SignalGroup(
                                AgentProcess.intent(nextId++, Role.ADMIN),
                                agent.bootId(),
                                null,
                                "pd-group",
                                "KILL",
                                null));
        assertThat(outcome.code()).isEqualTo("group_signalled");
        assertThat(outcome.affected()).hasSize(3).allMatch(line -> line.contains("process_ended"));
        assertThat(run("systemctl", "is-active", "pd-sleep.service")).isEqualTo("active");
        Outcome refused =
                agent.act(
                        new Act.SignalGroup(
                                AgentProcess.intent(nextId++, Role.ADMIN),
                                agent.bootId(),
                                null,
                                "systemd-journald",
                                "KILL",
                                null));
        assertThat(refused.code()).isEqualTo("protected_unit");
        act("pd-sleep", ServiceVerb.STOP, Role.ADMIN, null);
    }

    @Test
    void anAliasIsNoWayAroundTheProtection() throws Exception {
        assertThat(act("pd-hidden", ServiceVerb.STOP, Role.ADMIN, null).status())
                .isEqualTo(ReturnStatus.REFUSED);
        assertThat(run("systemctl", "is-active", "systemd-journald.service")).isEqualTo("active");
        assertThat(preview("systemctl stop pd-hidden").permission().allowed()).isFalse();
        assertThat(
                        act(
                                        "dbus-org.freedesktop.login1.service",
                                        ServiceVerb.STOP,
                                        Role.ADMIN,
                                        null)
                                .status())
                .isEqualTo(ReturnStatus.REFUSED);
    }

    @Test
    void aGuardedUnitAsksForItsName() throws Exception {
        unit("systemd-pd-guarded.service", "[Service]\nExecStart=/bin/sleep 1000\n");
        run("systemctl", "daemon-reload");
        assertThat(act("systemd-pd-guarded", ServiceVerb.START, Role.ADMIN, null).code())
                .isEqualTo("confirmation_required");
        assertThat(act("systemd-pd-guarded", ServiceVerb.START, Role.ADMIN, "nginx").code())
                .isEqualTo("confirmation_required");
        assertThat(
                        act(
                                        "systemd-pd-guarded",
                                        ServiceVerb.START,
                                        Role.ADMIN,
                                        "systemd-pd-guarded")
                                .code())
                .isEqualTo("running");
    }

    @Test
    void twoActsOnOneUnitAreNotDoneAtOnce() throws Exception {
        unit("pd-slow.service", "[Service]\nType=oneshot\nExecStart=/bin/sleep 3\n");
        run("systemctl", "daemon-reload");
        CompletableFuture<Answer> first =
                agent.client().ask(onService("pd-slow", ServiceVerb.START, Role.ADMIN, null));
        Thread.sleep(500);
        Outcome second = agent.act(onService("pd-slow", ServiceVerb.RESTART, Role.OPERATOR, null));
        assertThat(second.code()).isEqualTo("unit_busy");
        assertThat(second.parameters()).containsEntry("userName", "admin");
        assertThat(((Answer.Done) first.get(20, TimeUnit.SECONDS)).outcome().status())
                .isEqualTo(ReturnStatus.SUCCEEDED);
    }

    @Test
    void aCommandRunsInItsCageAndItsOutputComes() throws Exception {
        act("pd-own-bus", ServiceVerb.START, Role.ADMIN, null);
        agent.frames.clear();
        Outcome outcome =
                agent.act(
                        new Act.Command(
                                AgentProcess.intent(nextId++, Role.ADMIN),
                                "systemctl status pd-own-bus.service --no-pager",
                                "pd-own-bus"));
        assertThat(outcome.code()).isEqualTo("command_succeeded");
        assertThat(outcome.after()).isEqualTo("pd-own-bus.service: active (running)");
        assertThat(agent.frame(Live.CommandOutput.class).text()).contains("pd-own-bus.service");
        assertThat(agent.frame(Live.ActEnded.class).outcome()).isEqualTo(outcome);
    }

    @Test
    void aCommandThatStartsWhatDiesIsToldAsThat() throws Exception {
        unit("pd-dies-late.service", "[Service]\nExecStart=/bin/sh -c 'sleep 0.7; exit 7'\n");
        run("systemctl", "daemon-reload");
        Outcome outcome =
                agent.act(
                        new Act.Command(
                                AgentProcess.intent(nextId++, Role.ADMIN),
                                "systemctl restart pd-dies-late",
                                null));
        assertThat(outcome.code()).isEqualTo("command_unit_down");
        assertThat(outcome.status()).isEqualTo(ReturnStatus.FAILED);
        assertThat(outcome.after()).isEqualTo("pd-dies-late.service: failed (failed)");
        assertThat(outcome.parameters())
                .containsEntry("failed", "pd-dies-late.service")
                .containsEntry("exitCode", "0");
    }

    @Test
    void commandsAreJudgedLikeTheButtons() throws Exception {
        assertThat(preview("systemctl restart pd-sleep").permission().allowed()).isTrue();
        for (String command :
                new String[] {
                    "systemctl stop dbus",
                    "systemctl stop pd-sleep dbus.service",
                    "systemctl enable pd-sleep",
                    "systemctl stop 'db*'",
                    "systemctl --root=/x stop pd-sleep",
                    "systemctl -H host stop pd-sleep",
                    "systemctl restart",
                    "systemctl stop ssh",
                    "service dbus stop",
                    "service --status-all",
                    "supervisorctl",
                    "supervisorctl -i",
                    "supervisorctl -c /tmp/x.conf restart all",
                    "supervisorctl -s http://x restart all",
                    "sh -c id",
                    "/bin/sh",
                    "./x",
                    "../../bin/sh",
                    "",
                    "'open",
                }) {
            assertThat(preview(command).permission().allowed()).as(command).isFalse();
        }
    }

    @Test
    void aServiceIsJoinedWithItsProcessesAndChangesAreSeen() throws Exception {
        act("pd-own-bus", ServiceVerb.START, Role.ADMIN, null);
        ServiceDetail detail = (ServiceDetail) agent.ask(new Query.ServiceDetail("pd-own-bus"));
        assertThat(detail.row().activeState()).isEqualTo("active");
        assertThat(detail.processes()).contains(detail.row().mainPid());
        agent.ask(new Operation.Watch(Set.of(Topic.SERVICES, Topic.PROCESSES), 500));
        ProcessRow process =
                agent.frame(Live.ProcessesFrame.class).rows().stream()
                        .filter(row -> detail.processes().contains(row.key().pid()))
                        .findFirst()
                        .orElseThrow();
        assertThat(process.unit()).isEqualTo("pd-own-bus.service");
        run("systemctl", "stop", "pd-own-bus.service");
        ServiceRow seen = null;
        while (seen == null || !seen.activeState().equals("inactive")) {
            for (ServiceRow row : agent.frame(Live.ServicesFrame.class).rows()) {
                seen = row.name().equals("pd-own-bus.service") ? row : seen;
            }
        }
        agent.ask(new Operation.Watch(Set.of(), 500));
    }

    @Test
    void aNameThatIsNoneBringsTheNearest() throws Exception {
        Outcome outcome = act("pd-sleeep", ServiceVerb.START, Role.ADMIN, null);
        assertThat(outcome.code()).isEqualTo("no_such_service");
        assertThat(outcome.parameters().get("nearest")).contains("pd-sleep.service");
    }

    private static Outcome act(String name, ServiceVerb verb, Role role, String confirmation)
            throws Exception {
        return agent.act(onService(name, verb, role, confirmation));
    }

    private static Act.OnService onService(
            String name, ServiceVerb verb, Role role, String confirmation) {
        return new Act.OnService(
                AgentProcess.intent(nextId++, role), name, verb, JobMode.FAIL, confirmation);
    }

    private static CommandPreview preview(String command) throws Exception {
        return (CommandPreview)
                agent.ask(
                        new Query.CommandPreview(
                                AgentProcess.intent(1, Role.ADMIN).actor(), command, null));
    }

    private static void unit(String name, String text) throws IOException {
        Files.writeString(UNITS.resolve(name), text);
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes()).strip();
        process.waitFor();
        return output;
    }
}
