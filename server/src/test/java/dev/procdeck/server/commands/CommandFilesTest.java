package dev.procdeck.server.commands;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.server.ServerOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class CommandFilesTest {
    @TempDir private Path directory;

    @Test
    @DisplayName("U12: the output of commands is kept within bounds, the newest longest")
    void theOldestGoFirst() throws Exception {
        CommandFiles files =
                new CommandFiles(ServerOptions.ofDataDir(directory), JsonMapper.builder().build());
        Path kept = Files.createDirectory(directory.resolve("commands"));
        for (int id = 8; id <= 12; id++) {
            Files.writeString(kept.resolve(id + ".jsonl"), "x".repeat(100));
        }
        Files.writeString(kept.resolve("notes.txt"), "somebody else's");
        files.prune(4, 1_000);
        assertThat(names(kept))
                .containsExactlyInAnyOrder(
                        "9.jsonl", "10.jsonl", "11.jsonl", "12.jsonl", "notes.txt");
        files.prune(4, 250);
        assertThat(names(kept)).containsExactlyInAnyOrder("11.jsonl", "12.jsonl", "notes.txt");
    }

    private static Stream<String> names(Path directory) throws Exception {
        try (Stream<Path> all = Files.list(directory)) {
            return all.map(path -> path.getFileName().toString()).toList().stream();
        }
    }
}
