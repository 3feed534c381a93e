package dev.procdeck.e2e.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.e2e.support.ApiClient;
import dev.procdeck.e2e.support.Eventually;
import dev.procdeck.e2e.support.ProgramTree;
import dev.procdeck.e2e.support.RunningProgram;
import dev.procdeck.e2e.support.Shell;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// F5: hosts that show little. It starts, shows what is there, and says what is missing and why.
@Tag("testhost")
class PoorHostTest {
    private static final String HOME = "/var/tmp/poor";
    private static final String PASSWORD = "a long enough password";
    private static final int USER_ID = 1235;

    private ProgramTree tree;

    @BeforeEach
    void makeUser() {
        Shell.run("install", "-d", "-o", Integer.toString(USER_ID), HOME);
        tree = ProgramTree.built().copyTo(Path.of("/var/tmp/procdeck-for-the-poor"));
    }

    @AfterEach
    void remove() {
        Shell.run("rm", "-rf", HOME, tree.directory().toString());
    }

    /// Group 0 may see everything whatever hidepid says, so the user is in another.
    @Test
    void hiddenProcesses() {
        try (RunningProgram program =
                poor(18480, "mount -t proc -o hidepid=2 proc /proc").startAndAwait()) {
            ApiClient admin = admin(program);
            List<JsonNode> processes = processes(admin);
            assertThat(processes).isNotEmpty();
            assertThat(processes).allMatch(row -> row.path("uid").asInt() == USER_ID);
            assertThat(limits(admin)).contains("not_root");
        }
    }

    @Test
    void noSystemdAndNoBus() {
        try (RunningProgram program =
                poor(18481, "mount -t tmpfs none /run/systemd; mount -t tmpfs none /run/dbus")
                        .startAndAwait()) {
            ApiClient admin = admin(program);
            assertThat(processes(admin)).isNotEmpty();
            JsonNode services = admin.get("/services").ok();
            assertThat(services.path("items").valueStream())
                    .as("no unit is made up")
                    .noneMatch(item -> item.path("manager").asString().equals("systemd"));
            assertThat(limits(admin)).contains("not_root");
        }
    }

    /// The program as a user without rights, in a mount namespace that was made poorer.
    private RunningProgram.Starter poor(int port, String made) {
        String id = Integer.toString(USER_ID);
        return new RunningProgram.Starter(tree, port)
                .through("unshare", "--mount", "--propagation", "private")
                .through("bash", "-c", made + "; exec \"$@\"", "bash")
                .through("setpriv", "--reuid=" + id, "--regid=" + id, "--clear-groups")
                .through("env", "-i", "HOME=" + HOME);
    }

    private ApiClient admin(RunningProgram program) {
        String id = Integer.toString(USER_ID);
        Shell.Result added =
                Shell.tryRun(
                        PASSWORD + "\n",
                        "setpriv",
                        "--reuid=" + id,
                        "--regid=" + id,
                        "--clear-groups",
                        "env",
                        "-i",
                        "HOME=" + HOME,
                        tree.command(),
                        "user",
                        "add",
                        "poor",
                        "--role",
                        "admin",
                        "--password-stdin");
        assertThat(added.status()).as(added.output()).isZero();
        return program.api().signIn("poor", PASSWORD);
    }

    private static List<JsonNode> processes(ApiClient admin) {
        Eventually.await(
                Duration.ofSeconds(20),
                () -> "the table of processes",
                () -> admin.get("/processes").status() == 200);
        return admin.get("/processes").items();
    }

    private static List<String> limits(ApiClient admin) {
        return admin.get("/host")
                .ok()
                .path("agent")
                .path("limits")
                .valueStream()
                .map(limit -> limit.path("code").asString())
                .toList();
    }
}
