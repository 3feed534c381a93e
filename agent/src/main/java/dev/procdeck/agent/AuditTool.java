package dev.procdeck.agent;

import dev.procdeck.agent.journal.JournalVerifier;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// `audit verify`: holds the agent's journal against its chain and its checkpoints.
final class AuditTool {
    private final Console console;

    AuditTool(Console console) {
        this.console = console;
    }

    /// `--checkpoints FILE` names lines that were kept elsewhere; `-` is standard input.
    int run(List<String> arguments) throws IOException {
        Map<String, String> options = new HashMap<>();
        for (int i = 1; i + 1 < arguments.size(); i += 2) {
            options.put(arguments.get(i), arguments.get(i + 1));
        }
        String data = options.remove("--data-dir");
        String kept = options.remove("--checkpoints");
        if (arguments.size() % 2 == 0
                || !arguments.getFirst().equals("verify")
                || data == null
                || !options.isEmpty()) {
            throw new IllegalArgumentException(
                    "usage: audit verify --data-dir DIRECTORY [--checkpoints FILE|-]");
        }
        Path directory = Path.of(data).resolve("journal");
        if (!Files.isDirectory(directory)) {
            console.print("agent journal: empty");
            return 0;
        }
        return print(
                new JournalVerifier(directory)
                        .verify(kept == null ? List.of() : lines(kept), _ -> {}));
    }

    private int print(JournalVerifier.Report report) {
        report.problems().forEach(problem -> console.error("agent journal: " + problem));
        if (report.problems().isEmpty()) {
            console.print(
                    "agent journal: "
                            + report.sequence()
                            + " records, the chain holds, "
                            + report.checkpoints()
                            + " signed checkpoints hold, "
                            + report.kept()
                            + " of them compared with copies kept elsewhere");
            return 0;
        }
        console.error(
                report.firstBad() == null
                        ? "agent journal: the evidence is broken"
                        : "agent journal: the first bad record is " + report.firstBad());
        return 1;
    }

    private static List<String> lines(String file) throws IOException {
        byte[] bytes =
                file.equals("-")
                        ? new FileInputStream(FileDescriptor.in).readAllBytes()
                        : Files.readAllBytes(Path.of(file));
        return new String(bytes, StandardCharsets.UTF_8).lines().toList();
    }
}
