package dev.procdeck.e2e.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.e2e.support.ProgramTree;
import dev.procdeck.e2e.support.RunningProgram;
import dev.procdeck.e2e.support.Shell;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A user without rights starts it: both halves are that user's, and it says what it cannot see.
@Tag("testhost")
class RunWithoutRightsTest {
    private static final String HOME = "/var/tmp/joe";
    private static final int USER_ID = 1234;

    private ProgramTree tree;

    @BeforeEach
    void makeUser() {
        Shell.run("install", "-d", "-o", Integer.toString(USER_ID), HOME);
        tree = ProgramTree.built().copyTo(Path.of("/var/tmp/procdeck-for-joe"));
    }

    @AfterEach
    void remove() {
        Shell.run("rm", "-rf", HOME, tree.directory().toString());
    }

    private RunningProgram.Starter asJoe(int port) {
        return new RunningProgram.Starter(tree, port)
                .through("setpriv", "--reuid=" + USER_ID, "--regid=" + USER_ID, "--clear-groups")
                .through("env", "-i", "HOME=" + HOME);
    }

    @Test
    void runsAsThatUserInTheStateDirectory() {
        try (RunningProgram program = asJoe(18460).startAndAwait()) {
            assertThat(program.agent().userIds()).containsOnly(USER_ID);
            assertThat(program.server().userIds()).containsOnly(USER_ID);
            assertThat(Path.of(HOME, ".local/state/procdeck/server")).isDirectory();
            assertThat(Shell.run("stat", "-c", "%a", HOME + "/.local/state/procdeck/run").strip())
                    .isEqualTo("700");
            program.signal("TERM");
            assertThat(program.awaitEnd(Duration.ofSeconds(5))).isZero();
        }
    }

    @Test
    void twoRunSideBySide() {
        try (RunningProgram one =
                        asJoe(18461).options("--data-dir", HOME + "/one").startAndAwait();
                RunningProgram two =
                        asJoe(18462).options("--data-dir", HOME + "/two").startAndAwait()) {
            assertThat(one.api().get("/session").status())
                    .isEqualTo(two.api().get("/session").status());
            assertThat(one.server().runs() && two.server().runs()).isTrue();
        }
    }
}
