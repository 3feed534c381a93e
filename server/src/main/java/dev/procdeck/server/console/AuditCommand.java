package dev.procdeck.server.console;

import dev.procdeck.server.operations.AuditVerifier;
import dev.procdeck.server.operations.OperationExport;
import java.io.IOException;
import java.io.PrintStream;
import org.springframework.context.ConfigurableApplicationContext;

/// `audit verify` and `audit export --format jsonl|csv`: the database's half of the evidence.
public final class AuditCommand {
    private static final String USAGE = "usage: audit verify | audit export --format jsonl|csv";

    private final Console console;

    public AuditCommand(Console console) {
        this.console = console;
    }

    /// Runs the command.
    ///
    /// @return 0, or 1 when the chain is broken
    public int execute(Arguments arguments) throws IOException {
        String verb = arguments.word(1);
        try (ConfigurableApplicationContext context = Offline.open(arguments)) {
            return switch (verb) {
                case "verify" -> verify(context.getBean(AuditVerifier.class));
                case "export" -> export(context.getBean(OperationExport.class), arguments);
                default -> throw new UsageException(USAGE);
            };
        }
    }

    private int verify(AuditVerifier verifier) {
        AuditVerifier.Verdict verdict = verifier.verify();
        verdict.problems().forEach(console::error);
        console.line(
                verdict.problems().isEmpty()
                        ? "database: %d entries, chain intact, last hash %s"
                                .formatted(verdict.entries(), verdict.lastHash())
                        : "database: the chain is broken");
        return verdict.problems().isEmpty() ? 0 : 1;
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
