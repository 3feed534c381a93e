package dev.procdeck.server.console;

import dev.procdeck.server.security.Role;
import dev.procdeck.server.users.Accounts;
import dev.procdeck.server.users.AppUser;
import dev.procdeck.server.users.Author;
import dev.procdeck.server.users.Users;
import java.io.IOException;
import org.springframework.context.ConfigurableApplicationContext;

/// `user add|list|passwd|disable|enable`: accounts without the page, before the first run or beside
/// a running server.
public final class UserCommand {
    private static final String USAGE =
            "usage: user add NAME --role admin|operator|viewer --password-stdin | user list | "
                    + "user passwd NAME --password-stdin | user disable NAME | user enable NAME";

    private final Console console;

    public UserCommand(Console console) {
        this.console = console;
    }

    /// Runs the command.
    ///
    /// @return the exit status
    public int execute(Arguments arguments) throws IOException {
        String verb = arguments.word(1);
        String name = arguments.word(2);
        if (!verb.equals("list") && name.isEmpty()) {
            throw new UsageException(USAGE);
        }
        String password = verb.equals("add") || verb.equals("passwd") ? password(arguments) : "";
        try (ConfigurableApplicationContext context = Offline.open(arguments)) {
            Accounts accounts = context.getBean(Accounts.class);
            Author author = Author.ofConsole();
            switch (verb) {
                case "add" -> {
                    accounts.add(author, name, role(arguments), password);
                    console.line("added " + name);
                }
                case "passwd" -> {
                    accounts.setPassword(author, name, "password", password);
                    console.line("changed the password of " + name);
                }
                case "disable" -> {
                    accounts.setDisabled(author, name, true);
                    console.line("disabled " + name);
                }
                case "enable" -> {
                    accounts.setDisabled(author, name, false);
                    console.line("enabled " + name);
                }
                case "list" -> context.getBean(Users.class).list().forEach(this::print);
                default -> throw new UsageException(USAGE);
            }
        }
        return 0;
    }

    private void print(AppUser user) {
        console.line(
                user.userName()
                        + "\t"
                        + user.role().word()
                        + "\t"
                        + (user.disabled() ? "disabled" : "enabled"));
    }

    private static Role role(Arguments arguments) {
        String word = arguments.required("--role");
        try {
            return Role.of(word);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--role is admin, operator or viewer");
        }
    }

    private String password(Arguments arguments) throws IOException {
        if (!arguments.has("--password-stdin")) {
            throw new UsageException(
                    "the password comes from standard input: add --password-stdin");
        }
        String password = console.readLine();
        if (password == null || password.isEmpty()) {
            throw new UsageException("standard input holds no password");
        }
        return password;
    }
}
