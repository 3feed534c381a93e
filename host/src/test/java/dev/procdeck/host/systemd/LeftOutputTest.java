package dev.procdeck.host.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftOutputTest {
    @TempDir Path folder;
    @TempDir Path units;

    Path left(String id) throws IOException {
        Path run = Files.createDirectory(folder.resolve(id));
        Files.writeString(run.resolve("stdout"), "said");
        Files.writeString(run.resolve("stderr"), "");
        return run;
    }

    @Test
    void onlyWhatHasNoUnitIsDeleted() throws IOException {
        Path running = left("17");
        Path ended = left("18");
        Files.createFile(units.resolve("procdeck-command-17.service"));
        LeftOutput.delete(folder, units);
        assertThat(running.resolve("stdout")).hasContent("said");
        assertThat(ended).doesNotExist();
    }

    @Test
    void whatIsNotOursStays() throws IOException {
        Path other = left("19");
        Files.createFile(other.resolve("note"));
        Path elsewhere = Files.createDirectory(units.resolve("elsewhere"));
        Path stdout = Files.createFile(elsewhere.resolve("stdout"));
        Path link = Files.createSymbolicLink(folder.resolve("20"), elsewhere);
        LeftOutput.delete(folder, units);
        assertThat(other.resolve("note")).exists();
        assertThat(link).isSymbolicLink();
        assertThat(stdout).exists();
    }

    @Test
    void aFolderThatWasNeverMadeIsNothing() throws IOException {
        LeftOutput.delete(folder.resolve("none"), units);
        assertThat(folder).isEmptyDirectory();
    }
}
