package dev.procdeck.server.console;

import dev.procdeck.server.db.DatabaseRoles;

/// `database migrate --database-url OWNER --app-role NAME`: what only the owner of a PostgreSQL
/// store may do.
public final class DatabaseCommand {
    private static final String USAGE =
            "usage: database migrate --database-url URL-OF-THE-OWNER --app-role NAME";

    private final Console console;

    public DatabaseCommand(Console console) {
        this.console = console;
    }

    /// Runs the command.
    public int execute(Arguments arguments) {
        if (!arguments.word(1).equals("migrate")) {
            throw new UsageException(USAGE);
        }
        DatabaseRoles.migrate(
                        arguments.required("--database-url"), arguments.required("--app-role"))
                .forEach(console::line);
        return 0;
    }
}
