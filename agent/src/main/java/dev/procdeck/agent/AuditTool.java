package dev.procdeck.agent;

import dev.procdeck.agent.journal.JournalReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// `audit verify`: holds the agent's journal against its chain.
final class AuditTool {
    private final Console console;

    AuditTool(Console console) {
        this.console = console;
    }

    int run(List<String> arguments) throws IOException {
        if (arguments.size() != 3
                || !arguments.getFirst().equals("verify")
                || !arguments.get(1).equals("--data-dir")) {
            throw new IllegalArgumentException("usage: audit verify --data-dir DIRECTORY");
        }
        Path directory = Path.of(arguments.get(2)).resolve("journal");
        if (!Files.isDirectory(directory)) {
            console.print("agent journal: empty");
            return 0;
        }
        JournalReader reader = new JournalReader(directory, _ -> {});
        Optional<JournalReader.Damage> damage = reader.read();
        if (damage.isEmpty()) {
            console.print("agent journal: " + reader.lastSequence() + " records, the chain holds");
            return 0;
        }
        JournalReader.Damage found = damage.get();
        console.error(
                "agent journal: record "
                        + found.sequence()
                        + " is damaged ("
                        + found.reason()
                        + ", "
                        + found.file().getFileName()
                        + " at byte "
                        + found.offset()
                        + ")"
                        + (found.tail() ? "; a cut tail, as after a power failure" : ""));
        return 1;
    }
}
