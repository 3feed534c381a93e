package dev.procdeck.e2e.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.e2e.support.ApiClient;
import dev.procdeck.e2e.support.Eventually;
import dev.procdeck.e2e.support.ProcessFacts;
import dev.procdeck.e2e.support.ProgramTree;
import dev.procdeck.e2e.support.RunningProgram;
import dev.procdeck.e2e.support.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Five hundred people who sign in at once, none of them with the right password (A5, R4).
@Tag("testhost")
class SignInFloodTest {
    private static final String DATA = "/var/tmp/sign-in-flood";
    private static final String PASSWORD = "a long enough password";
    private static final int TRIES = 500;
    private static final int NOT_REACHED = 0;
    private static final long LIMIT_KIB = 300 * 1024;

    private final ProgramTree tree = ProgramTree.built();

    @AfterEach
    void remove() {
        Shell.run("rm", "-rf", DATA);
    }

    @Test
    @DisplayName(
            "A5: 500 sign-ins at once grow the server by less than 300 MiB, and the owner gets in afterwards")
    void fiveHundredAtOnceStayWithinTheMemory() throws Exception {
        Shell.tryRun(
                PASSWORD + "\n",
                tree.command(),
                "user",
                "add",
                "owner",
                "--role",
                "admin",
                "--password-stdin",
                "--data-dir",
                DATA);
        try (RunningProgram program =
                new RunningProgram.Starter(tree, 18471)
                        .options("--data-dir", DATA)
                        .startAndAwait()) {
            ApiClient owner = program.api();
            owner.signIn("owner", PASSWORD);
            ProcessFacts server = program.server();
            long before = memoryKib(server, "VmRSS");
            int files = openFiles(server);
            Files.writeString(
                    Path.of("/proc/" + server.pid() + "/clear_refs"),
                    "5"); // the peak counts from now on

            ApiClient strangers = program.api();
            strangers.get("/session"); // all send the CSRF token of this answer
            List<Callable<Integer>> tries =
                    IntStream.range(0, TRIES)
                            .<Callable<Integer>>mapToObj(
                                    i -> () -> tryOnce(strangers, "somebody" + i))
                            .toList();
            List<Future<Integer>> ends;
            try (var people = Executors.newFixedThreadPool(TRIES)) {
                ends = people.invokeAll(tries);
            }

            List<Integer> answers = ends.stream().map(Future::resultNow).toList();
            // 403: they share a cookie jar, in which the CSRF token may just have changed.
            assertThat(answers).contains(401, 429).isSubsetOf(NOT_REACHED, 401, 403, 429);
            assertThat(memoryKib(server, "VmHWM") - before)
                    .as("growth in KiB")
                    .isLessThan(LIMIT_KIB);
            assertThat(owner.get("/users").status()).isEqualTo(200);
            Eventually.await(
                    Duration.ofSeconds(45),
                    () -> "open files are back near " + files + ", now " + openFiles(server),
                    () -> openFiles(server) <= files + 20);
        }
    }

    /// The status, or [#NOT_REACHED]: the kernel keeps few connections waiting, and some give up.
    private static int tryOnce(ApiClient api, String name) {
        try {
            return api.post("/session", Map.of("userName", name, "password", "not the right one"))
                    .status();
        } catch (AssertionError e) {
            return NOT_REACHED;
        }
    }

    private static long memoryKib(ProcessFacts process, String field) {
        return Long.parseLong(process.status(field).replaceAll("[^0-9]", ""));
    }

    private static int openFiles(ProcessFacts process) {
        try (var all = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
            return (int) all.count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
