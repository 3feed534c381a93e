package dev.procdeck.server.console;

import dev.procdeck.server.factors.Factors;
import dev.procdeck.server.security.Role;
import dev.procdeck.server.users.Accounts;
import dev.procdeck.server.users.AppUser;
import dev.procdeck.server.users.Author;
import dev.procdeck.server.users.Tickets;
import dev.procdeck.server.users.Users;
import java.io.IOException;
import org.springframework.context.ConfigurableApplicationContext;

/// `user add|list|passwd|disable|enable|reset|factors`: accounts without the page, before the first
/// run or beside a running server.
public final class UserCommand {
    private static final String USAGE =
            "usage: user add NAME --role admin|operator|viewer [--password-stdin] | user list | "
                    + "user passwd NAME --password-stdin | user reset NAME | user factors NAME [--remove] | "
                    + "user disable NAME | user enable NAME";

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
        boolean wantsPassword =
                verb.equals("passwd") || verb.equals("add") && arguments.has("--password-stdin");
        String password = wantsPassword ? password(arguments) : "";
        try (ConfigurableApplicationContext context = Offline.open(arguments)) {
            Accounts accounts = context.getBean(Accounts.class);
            Author author = Author.ofConsole();
            switch (verb) {
                case "add" -> {
                    if (wantsPassword) {
                        accounts.add(author, name, role(arguments), password);
                        console.line("added " + name);
                    } else {
                        print(accounts.invite(author, name, role(arguments)).ticket(), name);
                    }
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
                case "reset" -> print(accounts.reset(author, name, false), name);
                case "factors" -> factors(context, author, name, arguments.has("--remove"));
                case "list" -> context.getBean(Users.class).list().forEach(this::print);
                default -> throw new UsageException(USAGE);
            }
        }
        return 0;
    }

    private void factors(
            ConfigurableApplicationContext context, Author author, String name, boolean remove) {
        AppUser user = context.getBean(Users.class).require(name);
        if (remove) {
            context.getBean(Accounts.class).removeFactors(author, user.userName());
            console.line("removed the second factors of " + user.userName());
            return;
        }
        Factors.State state = context.getBean(Factors.class).state(user.userName());
        console.line("authenticator app\t" + (state.totpSince() == null ? "no" : "yes"));
        state.passkeys()
                .forEach(passkey ->
                        console.line("passkey\t" + passkey.rpId() + "\t" + passkey.name()));
        console.line("recovery codes left\t" + state.recoveryCodesLeft());
    }

    private void print(Tickets.Ticket ticket, String name) {
        console.line("one-time code for " + name + ": " + ticket.code());
        console.line(
                "It works once, until "
                        + ticket.expiresAt()
                        + ": on the sign-in page, choose \"I have a one-time code\".");
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
