package dev.procdeck.e2e.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.e2e.support.ApiClient;
import dev.procdeck.e2e.support.Eventually;
import dev.procdeck.e2e.support.ProgramTree;
import dev.procdeck.e2e.support.RunningProgram;
import dev.procdeck.e2e.support.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// F7: a backup as docs/operations.md says it is made, while people act, and brought back on a host
/// with another machine id. The original runs on all the time, as the first host may.
@Tag("testhost")
class BackupTest {
    private static final Path WORK = Path.of("/var/tmp/backup-e2e");
    private static final String DATA = WORK + "/data";
    private static final String COPY = WORK + "/copy";
    private static final String PASSWORD = "backup test pass phrase";
    private static final Path UNIT = Path.of("/run/systemd/system/pd-backup@.service");
    private static final int PEOPLE = 3;

    private final List<RunningProgram> programs = new ArrayList<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger acts = new AtomicInteger();

    @BeforeEach
    void make() throws Exception {
        Files.writeString(UNIT, "[Service]\nExecStart=/bin/sleep 1000\n");
        Shell.run("systemctl", "daemon-reload");
        Shell.run("install", "-d", WORK.toString(), COPY);
        Files.writeString(WORK.resolve("one"), "1".repeat(32) + "\n");
        Files.writeString(WORK.resolve("other"), "2".repeat(32) + "\n");
    }

    @AfterEach
    void end() throws Exception {
        programs.forEach(RunningProgram::close);
        Shell.run("systemctl", "stop", "pd-backup@*");
        Files.delete(UNIT);
        Shell.run("systemctl", "daemon-reload");
        Shell.run("rm", "-rf", WORK.toString());
    }

    @Test
    @DisplayName("F7: a backup under load verifies, and acts on another host only when told to")
    void aBackupTakenUnderLoadIsWholeAndDoesNotAct() throws Exception {
        ProgramTree.built().addAdministrator("ann", PASSWORD, DATA);
        RunningProgram original = start("one", DATA, 18471);
        List<Thread> people = new ArrayList<>();
        for (int i = 0; i < PEOPLE; i++) {
            String unit = "pd-backup@" + i + ".service";
            ApiClient ann = signIn(original);
            people.add(Thread.ofVirtual().start(() -> actUntilOver(ann, unit)));
        }
        awaitActs(20);
        copy();
        awaitActs(acts.get() + 5);
        over.set(true);
        for (Thread person : people) {
            person.join();
        }
        Shell.Result verified = in("other", "audit", "verify", "--data-dir", COPY);
        assertThat(verified.status()).as(verified.output()).isZero();
        assertThat(verified.output()).contains("they say the same", "the chain holds");

        RunningProgram restored = start("other", COPY, 18472);
        ApiClient ann = signIn(restored);
        assertThat(ann.get("/operations?logType=service&limit=1").ok().get("total").asInt())
                .isGreaterThanOrEqualTo(20);
        String before = startOf("pd-backup@0.service");
        ApiClient.Answer refused = restart(ann, "pd-backup@0.service");
        assertThat(refused.status()).as(refused.text()).isEqualTo(503);
        assertThat(refused.body().get("code").asString()).isEqualTo("journal_unavailable");
        assertThat(startOf("pd-backup@0.service")).isEqualTo(before);
        restored.close();

        Shell.Result told = in("other", "audit", "acknowledge-restore", "--data-dir", COPY);
        assertThat(told.status()).as(told.output()).isZero();
        RunningProgram again = start("other", COPY, 18472);
        ApiClient.Answer done = restart(signIn(again), "pd-backup@0.service");
        assertThat(done.status()).as(done.text()).isEqualTo(200);
        assertThat(done.body().get("retStatus").asString()).isEqualTo("succeeded");
        assertThat(startOf("pd-backup@0.service")).isNotEqualTo(before);
        Shell.Result last = in("other", "audit", "verify", "--data-dir", COPY);
        assertThat(last.status()).as(last.output()).isZero();
    }

    private void actUntilOver(ApiClient ann, String unit) {
        while (!over.get()) {
            ApiClient.Answer answer = restart(ann, unit);
            assertThat(answer.status()).as(answer.text()).isIn(200, 202);
            acts.incrementAndGet();
        }
    }

    private void awaitActs(int count) {
        Eventually.await(Duration.ofSeconds(60), () -> "act " + count, () -> acts.get() >= count);
    }

    /// The agent's directory first, then the server's with SQLite's own backup.
    private static void copy() {
        Shell.run("cp", "-a", DATA + "/agent", COPY + "/agent");
        Shell.run(
                "bash",
                "-c",
                """
                cp -a --no-target-directory --attributes-only %1$s/server %2$s/server
                sqlite3 %1$s/server/procdeck.db ".backup %2$s/server/procdeck.db"
                rm -f %2$s/server/procdeck.db-*
                for file in %1$s/server/*; do
                    case $file in *.db | *.db-*) ;; *) cp -a "$file" %2$s/server/ ;; esac
                done
                """
                        .formatted(DATA, COPY));
    }

    private static ApiClient.Answer restart(ApiClient ann, String unit) {
        return ann.post("/services/" + unit + "/operations", Map.of("operation", "restart"));
    }

    private static String startOf(String unit) {
        return Shell.run("systemctl", "show", "-p", "InvocationID", unit);
    }

    private static ApiClient signIn(RunningProgram program) {
        ApiClient ann = program.api().signIn("ann", PASSWORD);
        Eventually.await(
                Duration.ofSeconds(60), () -> "the agent", () -> ann.get("/host").status() == 200);
        return ann;
    }

    private RunningProgram start(String machine, String data, int port) {
        RunningProgram program =
                new RunningProgram.Starter(ProgramTree.built(), port)
                        .through(onMachine(machine))
                        .options("--data-dir", data)
                        .startAndAwait();
        programs.add(program);
        return program;
    }

    private static Shell.Result in(String machine, String... arguments) {
        List<String> command = new ArrayList<>(List.of(onMachine(machine)));
        command.add(ProgramTree.built().command());
        command.addAll(List.of(arguments));
        return Shell.tryRun("", command.toArray(String[]::new));
    }

    /// In front of a command: what it runs finds this machine's id.
    private static String[] onMachine(String id) {
        return new String[] {
            "unshare",
            "--mount",
            "--propagation",
            "private",
            "bash",
            "-c",
            "mount --bind " + WORK.resolve(id) + " /etc/machine-id && exec \"$@\"",
            "bash"
        };
    }
}
