package dev.procdeck.server.console;

import dev.procdeck.server.operations.AuditRetention;
import dev.procdeck.server.operations.AuditVerifier;
import dev.procdeck.server.operations.ExportVerifier;
import dev.procdeck.server.operations.JournalComparison;
import dev.procdeck.server.operations.OperationExport;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.json.JsonMapper;

/// `audit verify`, `export --format jsonl|csv` and `prune --before DAY`: the database's half of the
/// evidence. `verify --file` checks an export and needs no database; `--journal` compares with what
/// the agent's `audit list` prints.
public final class AuditCommand {
    private static final String USAGE =
            "usage: audit verify [--file EXPORT] | audit export --format jsonl|csv | audit prune --before DAY";

    private final Console console;

    public AuditCommand(Console console) {
        this.console = console;
    }

    /// Runs the command.
    ///
    /// @return 0, or 1 when the chain is broken
    public int execute(Arguments arguments) throws IOException {
        String verb = arguments.word(1);
        if (verb.equals("verify") && arguments.option("--file").isPresent()) {
            return verifyFile(arguments.required("--file"));
        }
        try (ConfigurableApplicationContext context = Offline.open(arguments)) {
            return switch (verb) {
                case "verify" -> verify(context, arguments);
                case "export" -> export(context.getBean(OperationExport.class), arguments);
                case "prune" -> prune(context.getBean(AuditRetention.class), arguments);
                default -> throw new UsageException(USAGE);
            };
        }
    }

    private int verify(ConfigurableApplicationContext context, Arguments arguments)
            throws IOException {
        int status = print("database", context.getBean(AuditVerifier.class).verify());
        if (arguments.option("--journal").isEmpty()) {
            return status;
        }
        List<String> differences =
                context.getBean(JournalComparison.class)
                        .compare(read(arguments.required("--journal")));
        differences.forEach(difference -> console.error("database and journal: " + difference));
        console.line(
                differences.isEmpty()
                        ? "database and journal: they say the same"
                        : "database and journal: they differ");
        return differences.isEmpty() ? status : 1;
    }

    private int verifyFile(String file) throws IOException {
        try (BufferedReader lines = read(file)) {
            return print("export", new ExportVerifier(JsonMapper.builder().build()).verify(lines));
        }
    }

    private int print(String what, AuditVerifier.Verdict verdict) {
        verdict.problems().forEach(problem -> console.error(what + ": " + problem));
        boolean good = verdict.problems().isEmpty();
        console.line(
                good
                        ? "%s: %d entries, chain intact, last %d with hash %s"
                                .formatted(
                                        what,
                                        verdict.entries(),
                                        verdict.lastSeq(),
                                        verdict.lastHash())
                        : verdict.firstBad() == null
                                ? what + ": the chain is broken"
                                : "%s: the chain is broken, the first bad entry is %d"
                                        .formatted(what, verdict.firstBad()));
        return good ? 0 : 1;
    }

    private int prune(AuditRetention retention, Arguments arguments) {
        try {
            Instant before = Instant.parse(arguments.required("--before") + "T00:00:00Z");
            AuditRetention.Deleted deleted = retention.deleteBefore(before);
            console.line(
                    "deleted %d entries of %d operations"
                            .formatted(deleted.entries(), deleted.operations()));
            return 0;
        } catch (DateTimeParseException e) {
            throw new UsageException("--before wants a day: 2026-01-31");
        }
    }

    private static BufferedReader read(String file) throws IOException {
        InputStream in =
                file.equals("-")
                        ? new FileInputStream(FileDescriptor.in)
                        : Files.newInputStream(Path.of(file));
        return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    private int export(OperationExport export, Arguments arguments) throws IOException {
        PrintStream out = console.out();
        switch (arguments.option("--format").orElse("jsonl")) {
            case "jsonl" -> export.writeJsonLines(out);
            case "csv" -> export.writeCsv(out);
            default -> throw new UsageException(USAGE);
        }
        out.flush();
        if (out.checkError()) {
            throw new IOException("the export could not be written");
        }
        return 0;
    }
}
