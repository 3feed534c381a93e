package dev.procdeck.e2e.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.e2e.support.ProgramTree;
import dev.procdeck.e2e.support.RunningProgram;
import dev.procdeck.e2e.support.Shell;
import dev.procdeck.e2e.support.Shell.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Accounts are made without the page: before the first run, and beside a running one.
@Tag("testhost")
class AccountsTest {
    private static final String DATA = "/var/tmp/accounts";
    private static final String PASSWORD = "a long enough password";

    private final ProgramTree tree = ProgramTree.built();

    @AfterEach
    void remove() {
        Shell.run("rm", "-rf", DATA);
    }

    @Test
    void anAccountMadeBeforeTheFirstRunSignsIn() {
        add("first", "admin");
        assertThat(Shell.run("find", DATA + "/server", "!", "-user", "procdeck")).isEmpty();

        try (RunningProgram program = start()) {
            program.api().signIn("first", PASSWORD);
            assertThat(program.printed()).doesNotContainIgnoringCase("set-up code");
        }
    }

    @Test
    void anAccountMadeBesideARunningProgramSignsIn() {
        try (RunningProgram program = start()) {
            add("second", "viewer");

            program.api().signIn("second", PASSWORD);
            assertThat(Shell.run("find", DATA + "/server", "!", "-user", "procdeck")).isEmpty();
            assertThat(Shell.run(tree.command(), "user", "list", "--data-dir", DATA))
                    .contains("second");
        }
    }

    private RunningProgram start() {
        return new RunningProgram.Starter(tree, 18470).options("--data-dir", DATA).startAndAwait();
    }

    private void add(String name, String role) {
        Result result =
                Shell.tryRun(
                        PASSWORD + "\n",
                        tree.command(),
                        "user",
                        "add",
                        name,
                        "--role",
                        role,
                        "--password-stdin",
                        "--data-dir",
                        DATA);
        assertThat(result.status()).as(result.output()).isZero();
    }
}
