package dev.procdeck.host.commands;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;

class ProcessGroupCageTest extends CommandCageContract {

    private final ProcessGroupCage cage = new ProcessGroupCage(Path.of("/proc"));

    @Override
    protected CommandCage cage() {
        return cage;
    }

    @AfterEach
    void close() {
        cage.close();
    }
}
