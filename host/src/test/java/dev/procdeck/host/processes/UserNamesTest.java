package dev.procdeck.host.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserNamesTest {
    @TempDir Path directory;

    @Test
    void showsTheNumberWhereThereIsNoName() throws IOException {
        Path file =
                Files.writeString(
                        directory.resolve("passwd"), "root:x:0:0::/:\nalso:x:0:0::/:\nbad\n:x:5\n");
        UserNames names = new UserNames(file);
        assertThat(names.nameOf(0)).isEqualTo("root");
        assertThat(names.nameOf(5)).isEqualTo("5");
        assertThat(names.nameOf(-2)).isEqualTo("4294967294");
    }

    @Test
    void readsAgainWhenTheFileChanged() throws IOException {
        Path file = Files.writeString(directory.resolve("passwd"), "a:x:7:7::/:\n");
        UserNames names = new UserNames(file);
        assertThat(names.refresh()).isFalse();
        Files.writeString(file, "b:x:7:7::/:\n");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
        assertThat(names.refresh()).isTrue();
        assertThat(names.nameOf(7)).isEqualTo("b");
    }

    @Test
    void aMissingFileMeansNumbers() {
        UserNames names = new UserNames(directory.resolve("absent"));
        assertThat(names.nameOf(0)).isEqualTo("0");
        assertThat(names.refresh()).isFalse();
    }
}
