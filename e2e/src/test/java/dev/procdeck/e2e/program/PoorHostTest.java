package dev.procdeck.e2e.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.e2e.support.ApiClient;
import dev.procdeck.e2e.support.Eventually;
import dev.procdeck.e2e.support.ProgramTree;
import dev.procdeck.e2e.support.RunningProgram;
import dev.procdeck.e2e.support.Shell;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
    private static final String CONTAINER = "/var/tmp/poor-container";
    private static final String PASSWORD = "a long enough password";
    private static final int USER_ID = 1235;
    private static final String NO_SYSTEMD =
            "mount -t tmpfs none /run/systemd; mount -t tmpfs none /run/dbus";
    private static final String DOCKER =
            "+chown,+dac_override,+fowner,+fsetid,+kill,+setgid,+setuid,+setpcap,"
                    + "+net_bind_service,+net_raw,+sys_chroot,+mknod,+audit_write,+setfcap";

    private ProgramTree tree;

    @BeforeEach
    void makeUser() {
        Shell.run("install", "-d", "-o", Integer.toString(USER_ID), HOME);
        tree = ProgramTree.built().copyTo(Path.of("/var/tmp/procdeck-for-the-poor"));
    }

    @AfterEach
    void remove() {
        Shell.run("rm", "-rf", HOME, CONTAINER, tree.directory().toString());
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
        try (RunningProgram program = poor(18481, NO_SYSTEMD).startAndAwait()) {
            ApiClient admin = admin(program);
            assertThat(processes(admin)).isNotEmpty();
            assertNoUnits(admin);
            assertThat(limits(admin)).contains("not_root");
        }
    }

    /// A container as Docker makes it: root with those rights alone, processes of its own, and
    /// neither systemd nor a bus.
    @Test
    void aContainerWithoutRights() {
        addAccount(List.of(tree.command()), "--data-dir", CONTAINER);
        try (RunningProgram program =
                new RunningProgram.Starter(tree, 18482)
                        .through("unshare", "--mount", "--propagation", "private")
                        .through("unshare", "--pid", "--fork", "--kill-child", "--mount-proc")
                        .through(madePoorer(NO_SYSTEMD))
                        .through("setpriv", "--inh-caps=-all", "--bounding-set=-all," + DOCKER)
                        .options("--data-dir", CONTAINER)
                        .startAndAwait()) {
            ApiClient admin = program.api().signIn("poor", PASSWORD);
            List<JsonNode> processes = processes(admin);
            assertThat(processes).hasSizeBetween(3, 20);
            assertThat(processes).allMatch(row -> row.path("pid").asInt() < 1_000);
            assertThat(admin.get("/sockets").status()).isEqualTo(200);
            assertNoUnits(admin);
            assertThat(limits(admin)).doesNotContain("not_root");
        }
    }

    /// The program as a user without rights, in a mount namespace that was made poorer.
    private RunningProgram.Starter poor(int port, String made) {
        String id = Integer.toString(USER_ID);
        return new RunningProgram.Starter(tree, port)
                .through("unshare", "--mount", "--propagation", "private")
                .through(madePoorer(made))
                .through("setpriv", "--reuid=" + id, "--regid=" + id, "--clear-groups")
                .through("env", "-i", "HOME=" + HOME);
    }

    private static String[] madePoorer(String made) {
        return new String[] {"bash", "-c", made + "; exec \"$@\"", "bash"};
    }

    private ApiClient admin(RunningProgram program) {
        String id = Integer.toString(USER_ID);
        addAccount(
                List.of(
                        "setpriv",
                        "--reuid=" + id,
                        "--regid=" + id,
                        "--clear-groups",
                        "env",
                        "-i",
                        "HOME=" + HOME,
                        tree.command()));
        return program.api().signIn("poor", PASSWORD);
    }

    private static void addAccount(List<String> program, String... options) {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of("user", "add", "poor", "--role", "admin", "--password-stdin"));
        command.addAll(List.of(options));
        Shell.Result added = Shell.tryRun(PASSWORD + "\n", command.toArray(String[]::new));
        assertThat(added.status()).as(added.output()).isZero();
    }

    private static void assertNoUnits(ApiClient admin) {
        assertThat(admin.get("/services").items())
                .as("no unit is made up")
                .noneMatch(item -> item.path("manager").asString().equals("systemd"));
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
