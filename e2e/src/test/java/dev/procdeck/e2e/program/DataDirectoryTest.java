package dev.procdeck.e2e.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.e2e.support.ProgramTree;
import dev.procdeck.e2e.support.Shell;
import dev.procdeck.e2e.support.Shell.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Root's journal lies in the data directory: nobody else may be able to put something else in its
/// place.
@Tag("testhost")
class DataDirectoryTest {
    private final ProgramTree tree = ProgramTree.built();
    private Path work;

    @BeforeEach
    void make() throws Exception {
        work = Files.createTempDirectory(Path.of("/var/tmp"), "data-directory");
        Shell.run("chmod", "755", work.toString());
    }

    @AfterEach
    void remove() {
        Shell.run("rm", "-rf", work.toString());
    }

    @Test
    void refusesADirectoryOfAnotherUser() {
        Shell.run("install", "-d", "-o", "nobody", work + "/data");

        assertRefused(work + "/data", "belongs to user 65534");
    }

    @Test
    void refusesADirectoryBelowAnotherUsers() {
        Shell.run("install", "-d", "-o", "nobody", work + "/home");

        assertRefused(work + "/home/data", "belongs to user 65534");
    }

    @Test
    void refusesADirectoryThatOthersMayWrite() {
        Shell.run("install", "-d", "-m", "777", work + "/data");

        assertRefused(work + "/data", "can be written by them");
    }

    @Test
    void refusesALinkToADirectoryOfAnotherUser() {
        Shell.run("install", "-d", "-o", "nobody", work + "/real");
        Shell.run("ln", "-s", work + "/real", work + "/data");

        assertRefused(work + "/data", "belongs to user 65534");
    }

    @Test
    void refusesADirectoryThatTheServerCannotReach() {
        Shell.run("install", "-d", "-m", "700", work + "/closed");

        assertRefused(work + "/closed/data", "cannot reach");
    }

    private void assertRefused(String directory, String reason) {
        Result result = Shell.tryRun("", tree.command(), "run", "--data-dir", directory);

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.output()).contains(reason);
        assertThat(Path.of(directory, "agent", "journal")).doesNotExist();
    }
}
