package dev.procdeck.e2e.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.e2e.support.Eventually;
import dev.procdeck.e2e.support.ProcessFacts;
import dev.procdeck.e2e.support.ProgramTree;
import dev.procdeck.e2e.support.RunningProgram;
import dev.procdeck.e2e.support.Shell;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// Root starts it from a checkout that only root can read, with an empty environment, in /var/tmp.
@Tag("testhost")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RunAsRootTest {
    private static final Path CHECKOUT = Path.of("/root/checkout/target/procdeck");
    private static final Path DATA = Path.of("/var/tmp/run-as-root");
    private static final String NO_CAPABILITIES = "0000000000000000";

    private static RunningProgram program;

    @BeforeAll
    static void start() {
        Shell.run("mkdir", "-p", CHECKOUT.toString());
        Shell.run("chmod", "700", "/root");
        ProgramTree tree = ProgramTree.built().copyTo(CHECKOUT);
        program =
                new RunningProgram.Starter(tree, 18443)
                        .through("env", "-i", "JAVA_TOOL_OPTIONS=-Dinjected=true")
                        .options("--data-dir", DATA.toString())
                        .startAndAwait();
    }

    @AfterAll
    static void end() {
        program.close();
        Shell.run("rm", "-rf", DATA.toString(), CHECKOUT.toString());
    }

    @Test
    @Order(1)
    void isExactlyTwoJavaProcessesBelowTheShell() {
        List<ProcessFacts> children = program.shell().children();

        assertThat(children)
                .hasSize(2)
                .allSatisfy(child -> assertThat(child.status("Name")).isEqualTo("java"));
        assertThat(program.agent()).isIn(children);
        assertThat(program.server()).isIn(children);
    }

    @Test
    @Order(1)
    void theAgentStaysRoot() {
        assertThat(program.agent().userIds()).containsOnly(0);
    }

    @Test
    @Order(1)
    void theServerIsItsOwnUserWithoutAnyRight() {
        int expected = Integer.parseInt(Shell.run("id", "-u", "procdeck").strip());
        ProcessFacts server = program.server();

        assertThat(expected).isNotZero();
        assertThat(server.userIds()).containsOnly(expected);
        assertThat(server.status("Groups")).isEmpty();
        assertThat(server.status("NoNewPrivs")).isEqualTo("1");
        for (String set : List.of("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")) {
            assertThat(server.status(set)).as(set).isEqualTo(NO_CAPABILITIES);
        }
    }

    @Test
    @Order(1)
    void neitherHalfTakesOptionsOfJavaFromTheEnvironment() {
        assertThat(program.agent().environment()).doesNotContain("injected");
        assertThat(program.server().environment()).doesNotContain("injected");
    }

    /// F8: a half that goes on after an error of its memory could do half of an act.
    @Test
    @Order(1)
    void eachHalfEndsWhenItsMemoryIsOut() {
        for (ProcessFacts half : List.of(program.agent(), program.server())) {
            assertThat(half.commandLine()).contains("-XX:+ExitOnOutOfMemoryError");
        }
    }

    @Test
    @Order(1)
    void theDataDirectoryIsSplitBetweenTheHalves() {
        assertThat(ownerAndMode("agent")).isEqualTo("root root 700");
        assertThat(ownerAndMode("run")).isEqualTo("root procdeck 750");
        assertThat(ownerAndMode("run/agent.sock")).isEqualTo("root procdeck 660");
        assertThat(ownerAndMode("server")).isEqualTo("procdeck procdeck 700");
        assertThat(Shell.run("find", DATA + "/server", "!", "-user", "procdeck")).isEmpty();
        assertThat(Shell.run("find", DATA + "/agent", "!", "-user", "root")).isEmpty();
    }

    @Test
    @Order(1)
    void printsHowToReachItAndHowToSetItUp() {
        assertThat(program.printed("(https://127\\.0\\.0\\.1:18443)")).isNotEmpty();
        assertThat(program.printed("((?:[0-9A-F]{2}:){31}[0-9A-F]{2})")).isNotEmpty();
        assertThat(program.printed("(?i)set-up code[^:]*:\\s+(\\S{20,})")).isNotEmpty();
    }

    @Test
    @Order(2)
    void startsAKilledAgentAgain() {
        ProcessFacts killed = program.agent();

        Shell.run("kill", "-9", Long.toString(killed.pid()));

        Eventually.await(
                Duration.ofSeconds(10),
                () -> "another agent below the shell: " + program.printed(),
                () ->
                        program.shell().children().stream()
                                .anyMatch(child ->
                                        !child.equals(killed)
                                                && child.commandLine()
                                                        .contains("dev.procdeck.agent.AgentMain")));
        assertThat(program.server().runs()).isTrue();
    }

    @Test
    @Order(3)
    void refusesASecondOneOnTheSameData() {
        RunningProgram second =
                new RunningProgram.Starter(new ProgramTree(CHECKOUT), 18444)
                        .options("--data-dir", DATA.toString())
                        .start();

        assertThat(second.awaitEnd(Duration.ofSeconds(15))).isEqualTo(1);
        assertThat(second.printed()).contains("another procdeck runs");
    }

    private static String ownerAndMode(String file) {
        return Shell.run("stat", "-c", "%U %G %a", DATA.resolve(file).toString()).strip();
    }
}
