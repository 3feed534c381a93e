package dev.procdeck.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.protocol.ProcessKey;
import dev.procdeck.protocol.answer.Answer;
import dev.procdeck.protocol.answer.CommandPreview;
import dev.procdeck.protocol.answer.HostFacts;
import dev.procdeck.protocol.answer.PolicyExplanation;
import dev.procdeck.protocol.answer.PolicyView;
import dev.procdeck.protocol.answer.ProcessDetail;
import dev.procdeck.protocol.answer.Schedule;
import dev.procdeck.protocol.answer.SignalTargets;
import dev.procdeck.protocol.live.EventRow;
import dev.procdeck.protocol.live.Live;
import dev.procdeck.protocol.live.ProcessRow;
import dev.procdeck.protocol.live.SocketRow;
import dev.procdeck.protocol.live.Topic;
import dev.procdeck.protocol.operation.Act;
import dev.procdeck.protocol.operation.JobMode;
import dev.procdeck.protocol.operation.Operation;
import dev.procdeck.protocol.operation.Outcome;
import dev.procdeck.protocol.operation.Query;
import dev.procdeck.protocol.operation.ReturnStatus;
import dev.procdeck.protocol.operation.Role;
import dev.procdeck.protocol.operation.ServiceVerb;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// One real agent over its real socket, on this host, with processes that the test started.
@Timeout(60)
class AgentTest {
    @TempDir private static Path directory;
    private static AgentProcess agent;
    private static long nextId = 1;

    @BeforeAll
    static void start() throws Exception {
        agent = AgentProcess.start(directory);
    }

    @AfterAll
    static void stop() throws Exception {
        agent.close();
    }

    @Test
    void aSignalEndsTheProcessThatWasLookedAt() throws Exception {
        Process victim = sleeper();
        ProcessKey key = AgentProcess.key(victim);
        Outcome outcome = agent.act(signal(Role.ADMIN, key, "TERM"));
        assertThat(outcome.code()).isEqualTo("process_ended");
        assertThat(outcome.status()).isEqualTo(ReturnStatus.SUCCEEDED);
        assertThat(victim.waitFor()).isEqualTo(143);
    }

    @Test
    void anotherProcessOfThatPidIsLeftAlone() throws Exception {
        Process victim = sleeper();
        ProcessKey key = AgentProcess.key(victim);
        ProcessKey before = new ProcessKey(key.pid(), key.startTicks() - 1);
        assertThat(agent.act(signal(Role.ADMIN, before, "KILL")).code())
                .isEqualTo("identity_changed");
        Act.Signal otherBoot =
                new Act.Signal(
                        AgentProcess.intent(nextId++, Role.ADMIN), "other", key, "KILL", null);
        assertThat(agent.act(otherBoot).code()).isEqualTo("identity_changed");
        assertThat(victim.isAlive()).isTrue();
        victim.destroyForcibly();
    }

    @Test
    void aLowerRoleIsRefusedByTheAgentItself() throws Exception {
        Process victim = sleeper();
        ProcessKey key = AgentProcess.key(victim);
        assertThat(agent.act(signal(Role.VIEWER, key, "TERM")).code()).isEqualTo("role_denied");
        assertThat(agent.act(signal(Role.OPERATOR, key, "TERM")).code()).isEqualTo("policy_denied");
        assertThat(victim.isAlive()).isTrue();
        victim.destroyForcibly();
    }

    @Test
    void processesOfTheProgramAndProcessOneAreProtected() throws Exception {
        for (long pid : List.of(1L, agent.process.pid(), ProcessHandle.current().pid())) {
            ProcessKey key = AgentProcess.key((int) pid);
            Outcome outcome = agent.act(signal(Role.ADMIN, key, "TERM"));
            assertThat(outcome.code()).as("pid %d", pid).isEqualTo("protected_process");
            assertThat(outcome.status()).isEqualTo(ReturnStatus.REFUSED);
        }
        assertThat(agent.process.isAlive()).isTrue();
    }

    @Test
    void pidsAndSignalsThatAreNoneAreRefused() throws Exception {
        ProcessKey zero = new ProcessKey(0, 1);
        ProcessKey negative = new ProcessKey(-1, 1);
        ProcessKey huge = new ProcessKey(99_999_999, 1);
        ProcessKey absent = new ProcessKey(4_194_303, 1);
        assertThat(agent.act(signal(Role.ADMIN, zero, "TERM")).code()).isEqualTo("invalid_process");
        assertThat(agent.act(signal(Role.ADMIN, negative, "TERM")).code())
                .isEqualTo("invalid_process");
        assertThat(agent.act(signal(Role.ADMIN, huge, "TERM")).code()).isEqualTo("invalid_process");
        assertThat(agent.act(signal(Role.ADMIN, absent, "TERM")).code())
                .isEqualTo("no_such_process");
        assertThat(agent.act(signal(Role.ADMIN, absent, "NOPE")).code())
                .isEqualTo("invalid_signal");
    }

    @Test
    void theSameOperationIsNeverDoneTwice() throws Exception {
        Path hits = directory.resolve("hits");
        Process first =
                new ProcessBuilder("sh", "-c", "trap 'echo hit' USR1; while :; do sleep 0.05; done")
                        .redirectOutput(hits.toFile())
                        .start();
        Act.Signal once =
                new Act.Signal(
                        AgentProcess.intent(nextId++, Role.ADMIN),
                        agent.bootId(),
                        AgentProcess.key(first),
                        "USR1",
                        null);
        Thread.sleep(200);
        Outcome outcome = agent.act(once);
        assertThat(outcome.code()).isEqualTo("sent");
        assertThat(agent.act(once)).isEqualTo(outcome);
        Thread.sleep(300);
        first.destroyForcibly().waitFor();
        assertThat(java.nio.file.Files.readAllLines(hits)).containsExactly("hit");
        Answer known =
                agent.ask(new Query.Outcomes(List.of(once.intent().operationId(), 999_999L)));
        assertThat(((Answer.Outcomes) known).outcomes())
                .containsOnlyKeys(once.intent().operationId());
    }

    /// Z3: whatever the server asks, and whichever act is added one day.
    @Test
    void aViewerIsRefusedEveryActThereIs() throws Exception {
        Process victim = sleeper();
        ProcessKey key = AgentProcess.key(victim);
        String boot = agent.bootId();
        List<Act> acts =
                List.of(
                        new Act.OnService(
                                viewer(), "nginx", ServiceVerb.STOP, JobMode.REPLACE, "nginx"),
                        new Act.Signal(viewer(), boot, key, "KILL", "sleep"),
                        new Act.SignalGroup(viewer(), boot, key, null, "KILL", "sleep"),
                        new Act.Priority(viewer(), boot, key, 19, null, List.of()),
                        new Act.Template(viewer(), "any", java.util.Map.of()),
                        new Act.Command(viewer(), "systemctl stop nginx", null),
                        new Act.Cancel(viewer(), 1));
        assertThat(acts)
                .extracting(Object::getClass)
                .containsExactlyInAnyOrder(
                        java.util.Arrays.stream(Act.class.getPermittedSubclasses())
                                .filter(Act.class::isAssignableFrom)
                                .toArray(Class<?>[]::new));
        for (Act act : acts) {
            Outcome outcome = agent.act(act);
            assertThat(outcome.status()).as("%s", act).isEqualTo(ReturnStatus.REFUSED);
            assertThat(outcome.code()).as("%s", act).isEqualTo("role_denied");
        }
        assertThat(victim.isAlive()).isTrue();
        victim.destroyForcibly();
    }

    private static dev.procdeck.protocol.operation.Intent viewer() {
        return AgentProcess.intent(nextId++, Role.VIEWER);
    }

    @Test
    void aTreeEndsWholeAndTheRecordNamesEach() throws Exception {
        Process root = new ProcessBuilder("sh", "-c", "sleep 30 & sleep 30 & wait").start();
        ProcessKey key = AgentProcess.key(root);
        while (root.descendants().count() < 2) {
            Thread.sleep(10);
        }
        SignalTargets targets =
                (SignalTargets)
                        agent.ask(
                                new Query.SignalTargets(
                                        AgentProcess.intent(1, Role.ADMIN).actor(),
                                        key,
                                        null,
                                        "TERM"));
        assertThat(targets.targets()).hasSize(3);
        assertThat(targets.targets()).allMatch(target -> target.permission().allowed());
        Outcome outcome = agent.act(group(Role.ADMIN, key, "TERM"));
        assertThat(outcome.code()).isEqualTo("group_signalled");
        assertThat(outcome.affected())
                .hasSize(3)
                .first()
                .isEqualTo(key.pid() + " " + key.startTicks() + " process_ended sh");
        assertThat(root.waitFor()).isEqualTo(143);
        assertThat(agent.act(group(Role.ADMIN, key, "TERM")).code()).isEqualTo("identity_changed");
    }

    @Test
    void aTreeWithTheProgramInItIsSparedThere() throws Exception {
        // This test's own JVM is the parent of the agent, and its shell's tree must not be ended.
        ProcessKey self = AgentProcess.key((int) ProcessHandle.current().pid());
        assertThat(agent.act(group(Role.ADMIN, self, "KILL")).code())
                .isEqualTo("protected_process");
        assertThat(agent.act(group(Role.ADMIN, AgentProcess.key(1), "KILL")).code())
                .isEqualTo("protected_process");
        assertThat(agent.process.isAlive()).isTrue();
    }

    @Test
    void aLowerRoleReachesNoTree() throws Exception {
        Process root = sleeper();
        ProcessKey key = AgentProcess.key(root);
        assertThat(agent.act(group(Role.VIEWER, key, "TERM")).code()).isEqualTo("role_denied");
        assertThat(agent.act(group(Role.OPERATOR, key, "TERM")).code()).isEqualTo("policy_denied");
        Act.SignalGroup none =
                new Act.SignalGroup(
                        AgentProcess.intent(nextId++, Role.ADMIN),
                        agent.bootId(),
                        null,
                        null,
                        "TERM",
                        null);
        assertThat(agent.act(none).code()).isEqualTo("invalid_group");
        Act.SignalGroup both =
                new Act.SignalGroup(
                        AgentProcess.intent(nextId++, Role.ADMIN),
                        agent.bootId(),
                        key,
                        "x",
                        "TERM",
                        null);
        assertThat(agent.act(both).code()).isEqualTo("invalid_group");
        assertThat(root.isAlive()).isTrue();
        root.destroyForcibly();
    }

    @Test
    void whyIsAnsweredWithTheLineThatDecides() throws Exception {
        PolicyExplanation why =
                (PolicyExplanation)
                        agent.ask(
                                new Query.ExplainPolicy(
                                        AgentProcess.intent(1, Role.OPERATOR).actor(),
                                        "restart",
                                        "nginx"));
        assertThat(why.permission().allowed()).isTrue();
        assertThat(why.target()).isEqualTo("nginx.service");
        assertThat(why.lines())
                .filteredOn(PolicyExplanation.Line::decides)
                .extracting(PolicyExplanation.Line::text)
                .containsExactly("allow operator start,stop,restart on *");
        PolicyExplanation not =
                (PolicyExplanation)
                        agent.ask(
                                new Query.ExplainPolicy(
                                        AgentProcess.intent(1, Role.ADMIN).actor(),
                                        "stop",
                                        "dbus"));
        assertThat(not.permission().code()).isEqualTo("protected_unit");
        assertThat(not.lines()).hasSize(1);
    }

    @Test
    void aTemplateThatIsNoneIsRefused() throws Exception {
        Act.Template act =
                new Act.Template(
                        AgentProcess.intent(nextId++, Role.ADMIN), "none", java.util.Map.of());
        assertThat(agent.act(act).code()).isEqualTo("policy_denied");
    }

    /// The kernel would take the first CPU and drop the other without a word.
    @Test
    void aCpuThatIsNotThereIsRefusedByName() throws Exception {
        Process victim = sleeper();
        Outcome outcome =
                agent.act(
                        new Act.Priority(
                                AgentProcess.intent(nextId++, Role.ADMIN),
                                agent.bootId(),
                                AgentProcess.key(victim),
                                7,
                                null,
                                List.of(0, 8191)));
        assertThat(outcome.code()).isEqualTo("no_such_cpu");
        assertThat(outcome.status()).isEqualTo(ReturnStatus.REFUSED);
        assertThat(outcome.parameters()).containsEntry("cpus", "8191").containsKey("online");
        assertThat(outcome.parameters().get("online")).matches("0([-,][0-9]+)*");
        victim.destroyForcibly();
    }

    @Test
    void aPriorityIsSet() throws Exception {
        Process victim = sleeper();
        ProcessKey key = AgentProcess.key(victim);
        Outcome outcome =
                agent.act(
                        new Act.Priority(
                                AgentProcess.intent(nextId++, Role.ADMIN),
                                agent.bootId(),
                                key,
                                7,
                                new Act.IoPriority(3, 0),
                                List.of(0)));
        assertThat(outcome.code()).isEqualTo("priority_changed");
        int nice = 0;
        while (nice != 7) {
            nice = ((ProcessDetail) agent.ask(new Query.ProcessDetail(key.pid()))).row().nice();
        }
        victim.destroyForcibly();
    }

    @Test
    void secretsInCommandLinesDoNotLeave() throws Exception {
        Process victim =
                new ProcessBuilder("sh", "-c", "sleep 30; :", "--password", "hunter2secret")
                        .start();
        ProcessDetail detail =
                (ProcessDetail) agent.ask(new Query.ProcessDetail((int) victim.pid()));
        assertThat(detail.toString()).doesNotContain("hunter2secret");
        assertThat(detail.arguments()).contains("--password", Masking.MASK);
        victim.destroyForcibly();
    }

    @Test
    void watchingShowsAProcessComeAndGo() throws Exception {
        assertThat(agent.ask(new Operation.Watch(Set.of(Topic.PROCESSES, Topic.RESOURCES), 200)))
                .isEqualTo(new Answer.Watching(200));
        Live.ProcessesFrame full = agent.frame(Live.ProcessesFrame.class);
        assertThat(full.base()).isNull();
        assertThat(full.rows()).anyMatch(row -> row.key().pid() == agent.process.pid());
        Process victim = sleeper();
        ProcessKey key = AgentProcess.key(victim);
        ProcessRow row = null;
        while (row == null) {
            row = find(agent.frame(Live.ProcessesFrame.class), key);
        }
        assertThat(row.cmdline()).isEqualTo("sleep 30");
        victim.destroyForcibly().waitFor();
        boolean gone = false;
        while (!gone) {
            gone = agent.frame(Live.ProcessesFrame.class).gone().contains(key);
        }
        Live.ResourcesFrame totals = agent.frame(Live.ResourcesFrame.class);
        while (totals.resources().cpu() == null) {
            totals = agent.frame(Live.ResourcesFrame.class);
        }
        var cpu = totals.resources().cpu();
        assertThat(
                        cpu.us() + cpu.sy() + cpu.ni() + cpu.id() + cpu.wa() + cpu.hi() + cpu.si()
                                + cpu.st())
                .isBetween(99.0, 101.0);
        agent.ask(new Operation.Watch(Set.of(), 1000));
        Thread.sleep(500);
        agent.frames.clear();
        assertThat(agent.frames.poll(700, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void watchingSocketsShowsAListenerWithItsOwner() throws Exception {
        try (ServerSocket listener = new ServerSocket(0)) {
            agent.ask(new Operation.Watch(Set.of(Topic.SOCKETS), 300));
            Live.SocketsFrame full = agent.frame(Live.SocketsFrame.class);
            assertThat(full.base()).isNull();
            SocketRow row =
                    full.rows().stream()
                            .filter(r -> r.localPort() == listener.getLocalPort())
                            .findFirst()
                            .orElseThrow();
            assertThat(row.state()).isEqualTo("LISTEN");
            assertThat(row.owners())
                    .anyMatch(owner -> owner.key().pid() == ProcessHandle.current().pid());
            agent.ask(new Operation.Watch(Set.of(), 300));
        }
    }

    @Test
    void theSocketsOfOneProcessAreToldWithoutATableOfAll() throws Exception {
        ProcessKey me = AgentProcess.key((int) ProcessHandle.current().pid());
        try (ServerSocket listener = new ServerSocket(0)) {
            Answer.HeldSockets held =
                    (Answer.HeldSockets) agent.ask(new Query.SocketsOfProcess(me));
            assertThat(held.missing()).isNull();
            assertThat(held.sockets())
                    .filteredOn(row -> row.localPort() == listener.getLocalPort())
                    .singleElement()
                    .satisfies(row -> {
                        assertThat(row.state()).isEqualTo("LISTEN");
                        assertThat(row.owners()).extracting(SocketRow.Owner::key).containsOnly(me);
                    });
        }
        ProcessKey before = new ProcessKey(me.pid(), me.startTicks() - 1);
        assertThat(agent.ask(new Query.SocketsOfProcess(before)))
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        refused ->
                                assertThat(refused.problem().code()).isEqualTo("no_such_process"));
        assertThat(agent.ask(new Query.SocketsOfService("no-such.service")))
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        refused ->
                                assertThat(refused.problem().code()).isEqualTo("no_such_service"));
    }

    @Test
    void factsScheduleAndPolicyAreAnswered() throws Exception {
        HostFacts facts = (HostFacts) agent.ask(new Query.Host());
        assertThat(facts.hostName()).isNotEmpty();
        assertThat(facts.cpuCount()).isPositive();
        assertThat(facts.bootId()).isEqualTo(agent.bootId());
        assertThat(agent.ask(new Query.Schedule())).isInstanceOf(Schedule.class);
        PolicyView policy =
                (PolicyView)
                        agent.ask(new Query.Policy(AgentProcess.intent(1, Role.OPERATOR).actor()));
        assertThat(policy.rights().get("start").allowed()).isTrue();
        assertThat(policy.rights().get("enable").allowed()).isFalse();
        assertThat(policy.rights().get("command").allowed()).isFalse();
    }

    @Test
    void aServiceThatIsNoneIsSaidSo() throws Exception {
        for (String name :
                List.of("no-such-thing-at-all", "../etc", "-h", "a b", "x".repeat(300))) {
            Outcome outcome =
                    agent.act(
                            new Act.OnService(
                                    AgentProcess.intent(nextId++, Role.ADMIN),
                                    name,
                                    ServiceVerb.RESTART,
                                    JobMode.FAIL,
                                    null));
            assertThat(outcome.status()).isEqualTo(ReturnStatus.REFUSED);
            assertThat(outcome.code()).isIn("no_such_service", "invalid_name");
        }
    }

    @Test
    void aProgramThatIsNotListedNamesTheLineThatAllowsIt() throws Exception {
        CommandPreview preview =
                (CommandPreview)
                        agent.ask(
                                new Query.CommandPreview(
                                        AgentProcess.intent(1, Role.ADMIN).actor(),
                                        "tail -f 'a b'",
                                        null));
        assertThat(preview.arguments()).containsExactly("tail", "-f", "a b");
        assertThat(preview.permission().allowed()).isFalse();
        assertThat(preview.allowLine()).matches("procdeck policy allow /(usr/)?bin/tail");
    }

    private static Act.Signal signal(Role role, ProcessKey key, String name) throws Exception {
        return new Act.Signal(AgentProcess.intent(nextId++, role), agent.bootId(), key, name, null);
    }

    private static Act.SignalGroup group(Role role, ProcessKey root, String name) throws Exception {
        return new Act.SignalGroup(
                AgentProcess.intent(nextId++, role), agent.bootId(), root, null, name, null);
    }

    private static Process sleeper() throws Exception {
        return new ProcessBuilder("sleep", "30").start();
    }

    @Test
    void aProcessOfAMomentIsInTheFeedLiveAndRemembered() throws Exception {
        agent.ask(new Operation.Watch(Set.of(Topic.EVENTS), 1000));
        // The whole feed comes first, whatever is in it.
        agent.frame(Live.EventsFrame.class);
        Process moment = new ProcessBuilder("/bin/sh", "-c", "exit 3", "--token=hunter2").start();
        moment.waitFor();
        EventRow row = null;
        while (row == null || row.end() == null) {
            row = find(agent.frame(Live.EventsFrame.class), moment.pid(), row);
        }
        assertThat(row.program().cmdline())
                .startsWith("/bin/sh -c exit 3 --token=")
                .doesNotContain("hunter2");
        assertThat(row.end().exitCode()).isEqualTo(3);
        agent.ask(new Operation.Watch(Set.of(), 1000));
        long id = row.id();
        Answer.Events remembered = (Answer.Events) agent.ask(new Query.Events(null, null));
        assertThat(remembered.rows()).anyMatch(each -> each.id() == id);
        assertThat(remembered.feed().source()).isIn("bpf", "connector");
    }

    private static EventRow find(Live.EventsFrame frame, long pid, EventRow before) {
        return frame.rows().stream()
                .filter(row -> row.begin().key().pid() == pid)
                .findFirst()
                .orElse(before);
    }

    private static ProcessRow find(Live.ProcessesFrame frame, ProcessKey key) {
        return frame.rows().stream()
                .filter(row -> row.key().equals(key) && row.cmdline().startsWith("sleep"))
                .findFirst()
                .orElse(null);
    }
}
