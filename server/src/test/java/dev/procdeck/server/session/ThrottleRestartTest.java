package dev.procdeck.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.server.testing.Browser;
import dev.procdeck.server.testing.ServerProcess;
import dev.procdeck.server.testing.ServerTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A4: a real server is killed and started again, and holds back whom it held back before.
@Timeout(240)
class ThrottleRestartTest {
    /// Longer than any restart.
    private static final int LONG_SECONDS = 100;

    private static final String STRANGER = "127.0.0.2";
    private static final String OTHER_STRANGER = "127.0.0.3";

    @TempDir private Path directory;

    @Test
    @DisplayName("A4: an account and an address wait on after the server was killed and restarted")
    void aRestartFreesNobody() throws Exception {
        Path socket = directory.resolve("agent.sock");
        try (ServerProcess server = ServerProcess.start(directory, socket)) {
            // Seven and nine beyond those that are free: two minutes, and eight.
            guess(server, STRANGER, 12, _ -> "ann");
            guess(server, OTHER_STRANGER, 9, i -> "nobody-" + i);
            server.kill();
        }
        try (ServerProcess server = ServerProcess.start(directory, socket)) {
            assertHeld(signIn(browser(server, "127.0.0.4"), "ann", ServerTest.PASSWORD));
            assertThat(signIn(browser(server, "127.0.0.4"), "nobody-new", "wrong").status())
                    .as("the account is held, not everybody")
                    .isEqualTo(401);
            assertHeld(signIn(browser(server, OTHER_STRANGER), "nobody-newer", "wrong"));
        }
    }

    /// Guesses until the next try has to wait for minutes. Many at once are all let in before the
    /// first of them has failed, which spares waiting out each delay.
    private static void guess(
            ServerProcess server, String address, int atOnce, IntFunction<String> names)
            throws Exception {
        List<Browser> browsers = new ArrayList<>();
        for (int i = 0; i <= atOnce; i++) {
            browsers.add(browser(server, address));
        }
        Browser last = browsers.removeLast();
        int tries = 0;
        for (long wait = 0; wait < LONG_SECONDS; ) {
            TimeUnit.SECONDS.sleep(wait);
            List<Future<Browser.Answer>> answers = new ArrayList<>();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (Browser browser : browsers) {
                    String name = names.apply(tries++);
                    answers.add(threads.submit(() -> signIn(browser, name, "wrong")));
                }
            }
            for (Future<Browser.Answer> answer : answers) {
                assertThat(answer.get().status()).isIn(401, 429);
            }
            Browser.Answer next = signIn(last, names.apply(tries++), "wrong");
            wait = next.status() == 429 ? Long.parseLong(next.header("Retry-After")) : 0;
        }
    }

    private static void assertHeld(Browser.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(429);
        assertThat(answer.code()).isEqualTo("too_many_attempts");
        // What is left of the fifteen minutes, and not the two seconds of a crowded gate.
        assertThat(Long.parseLong(answer.header("Retry-After"))).isGreaterThan(5);
    }

    private static Browser browser(ServerProcess server, String address) {
        Browser browser = Browser.at(address, server.port());
        browser.get("/api/v1/session");
        return browser;
    }

    private static Browser.Answer signIn(Browser browser, String userName, String password) {
        return browser.post(
                "/api/v1/session",
                "{\"userName\":\"%s\",\"password\":\"%s\"}".formatted(userName, password));
    }
}
