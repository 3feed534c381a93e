package dev.procdeck.host.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.host.commands.CommandCage;
import dev.procdeck.host.commands.CommandCageContract;
import dev.procdeck.host.services.UnitLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

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
