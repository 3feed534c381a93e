package dev.procdeck.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.protocol.ProcessKey;
import dev.procdeck.protocol.answer.Answer;
import dev.procdeck.protocol.answer.ProcessDetail;
import dev.procdeck.protocol.answer.SignalTargets;
import dev.procdeck.protocol.operation.Act;
import dev.procdeck.protocol.operation.JobMode;
import dev.procdeck.protocol.operation.Outcome;
import dev.procdeck.protocol.operation.Query;
import dev.procdeck.protocol.operation.ReturnStatus;
import dev.procdeck.protocol.operation.Role;
import dev.procdeck.protocol.operation.ServiceVerb;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a running agent does and refuses, to processes that the test started.
@Timeout(60)
class AgentTest extends SharedAgent {
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

    /// S1; the server, here this test, is known by its connection.
    @Test
    void processesOfTheProgramAndProcessOneAreProtected() throws Exception {
        List<Long> pids =
                new ArrayList<>(List.of(1L, agent.process.pid(), ProcessHandle.current().pid()));
        // In a container there is none.
        if (Files.readString(Path.of("/proc/2/comm")).equals("kthreadd\n")) {
            pids.add(2L);
        }
        for (long pid : pids) {
            ProcessKey key = AgentProcess.key((int) pid);
            Act.Priority priority =
                    new Act.Priority(
                            AgentProcess.intent(nextId++, Role.ADMIN),
                            agent.bootId(),
                            key,
                            1,
                            null,
                            List.of());
            // Neither would do harm, should it go through.
            for (Act act : List.of(signal(Role.ADMIN, key, "WINCH"), priority)) {
                Outcome outcome = agent.act(act);
                assertThat(outcome.code())
                        .as("pid %d, %s", pid, act)
                        .isEqualTo("protected_process");
                assertThat(outcome.status()).isEqualTo(ReturnStatus.REFUSED);
            }
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
                new ProcessBuilder(
                                "sh",
                                "-c",
                                "trap 'echo hit' USR1; trap 'echo end' USR2; echo ready;"
                                        + " while :; do sleep 0.05; done")
                        .redirectOutput(hits.toFile())
                        .start();
        ProcessKey key = AgentProcess.key(first);
        Act.Signal once = signal(Role.ADMIN, key, "USR1");
        awaitLine(hits, "ready");
        Outcome outcome = agent.act(once);
        assertThat(outcome.code()).isEqualTo("sent");
        awaitLine(hits, "hit");
        assertThat(agent.act(once)).isEqualTo(outcome);
        agent.act(signal(Role.ADMIN, key, "USR2"));
        // A shell runs the trap of the lower signal first.
        awaitLine(hits, "end");
        first.destroyForcibly().waitFor();
        assertThat(Files.readAllLines(hits)).containsExactly("ready", "hit", "end");
        Answer known =
                agent.ask(new Query.Outcomes(List.of(once.intent().operationId(), 999_999L)));
        assertThat(((Answer.Outcomes) known).outcomes())
                .containsOnlyKeys(once.intent().operationId());
    }

    private static void awaitLine(Path file, String line) throws Exception {
        while (!Files.readAllLines(file).contains(line)) {
            Thread.sleep(10);
        }
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
}
