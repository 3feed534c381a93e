package dev.procdeck.host.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.host.commands.CommandCage;
import dev.procdeck.host.commands.CommandCageContract;
import dev.procdeck.host.services.UnitLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("testhost")
class TransientUnitCageHostTest extends CommandCageContract {

    private static final Path FOLDER = Path.of("/run/procdeck-test-commands");

    private static Systemd systemd;
    private static TransientUnitCage cage;

    @BeforeAll
    static void connect() {
        systemd =
                new Systemd(
                        "systemd",
                        Systemd.SYSTEM_BUS,
                        Path.of("/sys/fs/cgroup"),
                        UnitLog.none("test"),
                        ActTimes.DEFAULT);
        cage = new TransientUnitCage(systemd, FOLDER, Path.of("/sys/fs/cgroup"));
    }

    /// An agent that is killed leaves its running commands and their output behind.
    @Test
    void outputIsDeletedAtTheNextStartOnceItsUnitHasEnded() throws Exception {
        String unit = TransientRun.unit("left-running");
        TestUnits.run("systemd-run", "--quiet", "--collect", "--unit=" + unit, "sleep", "600");
        Path running = left("left-running");
        Path ended = left("left-ended");
        cage.deleteLeftOutput();
        assertThat(running.resolve("stdout")).exists();
        assertThat(ended).doesNotExist();
        TestUnits.run("systemctl", "stop", unit);
        cage.deleteLeftOutput();
        assertThat(running).doesNotExist();
    }

    private static Path left(String id) throws IOException {
        Path folder = Files.createDirectories(FOLDER.resolve(id));
        Files.writeString(folder.resolve("stdout"), "said before the agent was killed");
        Files.writeString(folder.resolve("stderr"), "");
        return folder;
    }

    @AfterAll
    static void nothingIsLeft() throws Exception {
        cage.close();
        systemd.close();
        try (Stream<Path> left = Files.list(FOLDER)) {
            assertThat(left).isEmpty();
        }
        assertThat(
                        TestUnits.run(
                                "systemctl",
                                "list-units",
                                "--all",
                                "--no-legend",
                                "procdeck-command-*"))
                .isBlank();
    }

    @Override
    protected CommandCage cage() {
        return cage;
    }
}
