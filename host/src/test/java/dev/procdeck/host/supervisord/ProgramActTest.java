package dev.procdeck.host.supervisord;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.host.services.LogLine;
import dev.procdeck.host.services.ServiceOutcome;
import dev.procdeck.host.services.ServiceVerb;
import dev.procdeck.host.supervisord.ProgramInfo.State;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Starts and stops of programs in the states between, and the two meanings of a spawn error.
class ProgramActTest {

    @TempDir Path folder;

    @Test
    void whatDiedBeforeTheAnswerIsToldAsDeadWithItsLog() throws Exception {
        var outcome = start("Exited too quickly (process log may have details)");
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        ServiceOutcome.StartedThenDied.class,
                        died ->
                                assertThat(died.log())
                                        .extracting(LogLine::message)
                                        .containsExactly(
                                                "cannot bind".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void whatCouldNotBeStartedIsAFailure() throws Exception {
        assertThat(start("unknown error during fork: EAGAIN"))
                .isInstanceOfSatisfying(
                        ServiceOutcome.Failed.class,
                        failed -> assertThat(failed.result()).isEqualTo("spawn-error"));
    }

    /// supervisord says of a program that waits for another try that it is started already.
    @Test
    void whatWaitsForAnotherTryDoesNotRunAlready() throws Exception {
        var outcome =
                actTooLate(
                        ServiceVerb.START,
                        State.BACKOFF,
                        FakeSupervisord.program(State.BACKOFF, 30, "Exited too quickly"));
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        ServiceOutcome.StartedThenDied.class,
                        died -> assertThat(died.willRestart()).isTrue());
    }

    @Test
    void whatIsOnItsWayDownIsNeitherStoppedAgainNorUp() throws Exception {
        String down = FakeSupervisord.program(State.STOPPED, 0, "");
        assertThat(actTooLate(ServiceVerb.STOP, State.STOPPING, down))
                .isEqualTo(
                        new ServiceOutcome.Succeeded(ServiceOutcome.Achieved.STOPPED, List.of()));
        assertThat(actTooLate(ServiceVerb.START, State.STOPPING, down))
                .isInstanceOf(ServiceOutcome.Cancelled.class);
    }

    @Test
    void aRunningProgramHasNoExitStatus() {
        assertThat(info(State.RUNNING, 0).exit()).isEmpty();
        assertThat(info(State.STOPPED, 0).exit()).isEmpty();
        assertThat(info(State.EXITED, 0).exit()).isPresent();
    }

    @Test
    void whatWentWrongBeforeIsNotSaidOfWhatRunsOrWasStopped() {
        assertThat(info(State.BACKOFF, 0).remark()).isNotEmpty();
        assertThat(info(State.STOPPED, 0).remark()).isEmpty();
    }

    private ServiceOutcome start(String spawnError) throws Exception {
        return act(
                ServiceVerb.START,
                State.STOPPED,
                Map.of(
                        RpcMethod.START, FakeSupervisord.fault(50, "SPAWN_ERROR: web"),
                        RpcMethod.INFO, FakeSupervisord.program(State.FATAL, 200, spawnError),
                        RpcMethod.TAIL_STDERR, FakeSupervisord.tail(12),
                        RpcMethod.READ_STDERR, FakeSupervisord.text("cannot bind\n")));
    }

    /// By a supervisord to which everything comes too late.
    private ServiceOutcome actTooLate(ServiceVerb verb, State before, String seen)
            throws Exception {
        return act(
                verb,
                before,
                Map.of(
                        RpcMethod.START, FakeSupervisord.fault(60, "ALREADY_STARTED: web"),
                        RpcMethod.STOP, FakeSupervisord.fault(70, "NOT_RUNNING: web"),
                        RpcMethod.INFO, seen));
    }

    private ServiceOutcome act(ServiceVerb verb, State before, Map<RpcMethod, String> answers)
            throws Exception {
        Path socket = folder.resolve(verb + ".sock");
        try (FakeSupervisord _ = new FakeSupervisord(socket, answers)) {
            Programs programs = new Programs(new RpcClient(socket, "", ""));
            return new ProgramAct(
                            programs, "web:web", Duration.ZERO, Duration.ofMinutes(1), step -> {})
                    .run(verb, info(before, 0));
        }
    }

    private static ProgramInfo info(State state, int exitStatus) {
        return new ProgramInfo(
                "web",
                "web",
                state,
                0,
                exitStatus,
                "Exited too quickly",
                Optional.empty(),
                Optional.empty(),
                "",
                "");
    }
}
