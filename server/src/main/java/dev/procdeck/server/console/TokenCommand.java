package dev.procdeck.server.console;

import dev.procdeck.server.metrics.MetricsTokens;
import dev.procdeck.server.users.Author;
import org.springframework.context.ConfigurableApplicationContext;

/// `token add|list|remove`: what collecting programs show at `/metrics`; works before the first run
/// and beside a running server.
public final class TokenCommand {
    private static final String USAGE = "usage: token add NAME | token list | token remove NAME";

    private final Console console;

    public TokenCommand(Console console) {
        this.console = console;
    }

    /// Runs the command.
    ///
    /// @return the exit status
    public int execute(Arguments arguments) {
        String verb = arguments.word(1);
        String name = arguments.word(2);
        if (!verb.equals("list") && name.isEmpty()) {
            throw new UsageException(USAGE);
        }
        try (ConfigurableApplicationContext context = Offline.open(arguments)) {
            MetricsTokens tokens = context.getBean(MetricsTokens.class);
            Author author = Author.ofConsole();
            switch (verb) {
                case "add" -> console.line(tokens.add(author, name));
                case "remove" -> {
                    tokens.remove(author, name);
                    console.line("removed " + name);
                }
                case "list" ->
                        tokens.list()
                                .forEach(token ->
                                        console.line(token.name() + "\t" + token.createdAt()));
                default -> throw new UsageException(USAGE);
            }
        }
        return 0;
    }
}
