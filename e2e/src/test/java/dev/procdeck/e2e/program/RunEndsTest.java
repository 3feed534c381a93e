package dev.procdeck.e2e.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.e2e.support.Eventually;
import dev.procdeck.e2e.support.ProcessFacts;
import dev.procdeck.e2e.support.ProgramTree;
import dev.procdeck.e2e.support.RunningProgram;
import dev.procdeck.e2e.support.Shell;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// However it ends, no half is left behind.
@Tag("testhost")
class RunEndsTest {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final String DATA = "/var/tmp/run-ends";

    private RunningProgram program;
    private List<ProcessFacts> halves;

    @BeforeEach
    void start() {
        program =
                new RunningProgram.Starter(ProgramTree.built(), 18450)
                        .options("--data-dir", DATA)
                        .startAndAwait();
        halves = List.of(program.agent(), program.server());
    }

    @AfterEach
    void end() {
        program.close();
        Shell.run("rm", "-rf", DATA);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void endsBothHalvesInTimeWhenAsked(String signal) {
        program.signal(signal);

        assertThat(program.awaitEnd(LIMIT)).isZero();
        assertThat(halves).noneMatch(ProcessFacts::runs);
    }

    @Test
    void endsAHalfThatHangs() {
        Shell.run("kill", "-STOP", Long.toString(program.server().pid()));

        program.signal("TERM");

        program.awaitEnd(LIMIT);
        assertThat(halves).noneMatch(ProcessFacts::runs);
    }

    @Test
    void bothHalvesEndWhenTheShellIsKilled() {
        program.signal("KILL");

        Eventually.await(
                LIMIT,
                () -> "both halves gone",
                () -> halves.stream().noneMatch(ProcessFacts::runs));
    }

    @Test
    void endsWithTheServer() {
        Shell.run("kill", "-9", Long.toString(program.server().pid()));

        assertThat(program.awaitEnd(LIMIT)).isEqualTo(128 + 9);
        assertThat(halves).noneMatch(ProcessFacts::runs);
    }

    @Test
    void startsAgainAtOnceAfterItWasKilled() {
        program.signal("KILL");

        try (RunningProgram next =
                new RunningProgram.Starter(ProgramTree.built(), 18450)
                        .options("--data-dir", DATA)
                        .startAndAwait()) {
            assertThat(next.agent().runs()).isTrue();
        }
    }
}
