package dev.procdeck.server.testing;

import dev.procdeck.server.security.Factor;
import dev.procdeck.server.security.Role;
import dev.procdeck.server.session.Sessions;
import dev.procdeck.server.users.Accounts;
import dev.procdeck.server.users.AppUser;
import dev.procdeck.server.users.Author;
import dev.procdeck.server.users.Users;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/// A test against the real server: Jetty over TLS on a free port, SQLite in a file. One server
/// serves all test classes, so each test makes the accounts it needs under names of its own.
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@Import(MovableClock.Beans.class)
public abstract class ServerTest {
    public static final String PASSWORD = "a rather long pass phrase";

    private static final AtomicLong COUNTER = new AtomicLong();
    private static final Path DATA_DIR = temporaryDirectory();

    @LocalServerPort protected int port;
    @Autowired protected Users users;
    @Autowired protected Accounts accounts;
    @Autowired protected Sessions sessions;
    @Autowired protected MovableClock clock;

    @DynamicPropertySource
    static void options(DynamicPropertyRegistry registry) {
        registry.add("procdeck.data-dir", DATA_DIR::toString);
        registry.add("procdeck.socket", () -> agentSocket().toString());
        registry.add("procdeck.port", () -> "0");
        registry.add("procdeck.host-names", () -> "deck.example.test");
    }

    protected static Path dataDir() {
        return DATA_DIR;
    }

    /// Where the server looks for its agent; a test may let one listen there.
    protected static Path agentSocket() {
        return DATA_DIR.resolve("agent.sock");
    }

    /// A browser that nobody has signed in with.
    protected Browser browser() {
        return new Browser(port);
    }

    /// A browser in which a fresh account of this role is signed in.
    protected Browser signedIn(Role role) {
        return signedIn(account(role));
    }

    /// A browser in which the account is signed in.
    protected Browser signedIn(AppUser user) {
        Browser browser = browser();
        browser.get("/api/v1/session");
        browser.setCookie(
                "__Host-session",
                sessions.open(user, Set.of(Factor.PASSWORD), "127.0.0.1", "test", "test").token());
        return browser;
    }

    /// A fresh account with [#PASSWORD].
    protected AppUser account(Role role) {
        return accounts.add(
                Author.ofConsole(), role.word() + COUNTER.incrementAndGet(), role, PASSWORD);
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("procdeck-server-test");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
