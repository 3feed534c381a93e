package dev.procdeck.host.supervisord;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.host.services.LogLine;
import dev.procdeck.host.services.ServiceOutcome;
import dev.procdeck.host.services.ServiceVerb;
import dev.procdeck.host.supervisord.ProgramInfo.State;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A start that supervisord calls a spawn error, which it does for two different things.
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
        Path socket = folder.resolve("supervisor.sock");
        try (FakeSupervisord _ =
                new FakeSupervisord(
                        socket,
                        Map.of(
                                RpcMethod.START, FakeSupervisord.fault(50, "SPAWN_ERROR: web"),
                                RpcMethod.INFO,
                                        FakeSupervisord.program(State.FATAL, 200, spawnError),
                                RpcMethod.TAIL_STDERR, FakeSupervisord.tail(12),
                                RpcMethod.READ_STDERR, FakeSupervisord.text("cannot bind\n")))) {
            Programs programs = new Programs(new RpcClient(socket, "", ""));
            return new ProgramAct(
                            programs, "web:web", Duration.ZERO, Duration.ofMinutes(1), step -> {})
                    .run(ServiceVerb.START, info(State.STOPPED, 0));
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
