package dev.procdeck.agent;

import dev.procdeck.agent.journal.HostIdentity;
import dev.procdeck.agent.journal.JournalReader;
import dev.procdeck.agent.journal.JournalRecord;
import dev.procdeck.agent.journal.JournalVerifier;
import dev.procdeck.protocol.operation.ReturnStatus;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// `audit verify` and `audit list`: holds the agent's journal against its chain and its
/// checkpoints.
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
        String verb = arguments.isEmpty() ? "" : arguments.getFirst();
        if (arguments.size() % 2 == 0
                || !List.of("verify", "list", "acknowledge-restore").contains(verb)
                || data == null
                || !options.isEmpty()) {
            throw new IllegalArgumentException(
                    "usage: audit verify|list|acknowledge-restore --data-dir DIRECTORY [--checkpoints FILE|-]");
        }
        Path directory = Path.of(data).resolve("journal");
        if (verb.equals("acknowledge-restore")) {
            HostIdentity.acknowledge(directory);
            console.print("agent journal: this host may act; it takes effect at the next start");
            return 0;
        }
        if (verb.equals("list")) {
            return list(directory);
        }
        if (!Files.isDirectory(directory)) {
            console.print("agent journal: empty");
            return 0;
        }
        return print(
                new JournalVerifier(directory)
                        .verify(kept == null ? List.of() : lines(kept), _ -> {}));
    }

    /// What the database is compared with: every act, one a line, each word URL-encoded.
    private int list(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return 0;
        }
        Map<Long, JournalRecord.IntentRecorded> intents = new TreeMap<>();
        Map<Long, ReturnStatus> ends = new HashMap<>();
        Consumer<JournalRecord> take =
                record -> {
                    switch (record.body()) {
                        case JournalRecord.IntentRecorded intent ->
                                intents.put(intent.operationId(), intent);
                        case JournalRecord.OutcomeRecorded ended ->
                                ends.put(ended.operationId(), ended.outcome().status());
                        case JournalRecord.SegmentOpened _, JournalRecord.Noted _ -> {}
                    }
                };
        boolean whole = new JournalReader(directory, take).read().isEmpty();
        JournalReader.knownOperations(directory).forEach(range -> console.print("known " + range));
        ends.keySet().forEach(id -> console.print("known " + id + "-" + id));
        intents.forEach((id, intent) -> {
            ReturnStatus end = ends.get(id);
            console.print(
                    String.join(
                            " ",
                            "act",
                            Long.toString(id),
                            encode(intent.requestId()),
                            encode(intent.userName()),
                            encode(intent.role()),
                            end == null ? "-" : end.name().toLowerCase(Locale.ROOT)));
        });
        return whole ? 0 : 1;
    }

    private static String encode(String word) {
        return URLEncoder.encode(word, StandardCharsets.UTF_8);
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
