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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Kills the halves of the packaged program in the middle of acts on a real unit, which writes down
/// itself how often it was started. `-Dprocdeck.kills=N` makes more cycles.
@Tag("testhost")
class KillTest {
    private static final String DATA = "/var/tmp/kill-e2e";
    private static final String PASSWORD = "kill test pass phrase";
    private static final Path UNIT = Path.of("/run/systemd/system/pd-victim.service");
    private static final Path STARTS = Path.of("/run/pd-victim.starts");
    private static final int CYCLES = Integer.getInteger("procdeck.kills", 4);

    private RunningProgram program;

    @BeforeEach
    void start() throws Exception {
        Files.writeString(
                UNIT,
                """
                [Service]
                Type=notify
                NotifyAccess=all
                ExecStart=/bin/sh -c 'echo start >> %s; sleep 0.7; systemd-notify --ready; exec sleep 1000'
                """
                        .formatted(STARTS));
        Files.writeString(STARTS, "");
        Shell.run("systemctl", "daemon-reload");
        ProgramTree.built().addAdministrator("ann", PASSWORD, DATA);
        program = run();
    }

    @AfterEach
    void end() throws Exception {
        program.close();
        Shell.run("systemctl", "stop", "pd-victim.service");
        Files.delete(UNIT);
        Shell.run("systemctl", "daemon-reload");
        Shell.run("rm", "-rf", DATA);
    }

    private static RunningProgram run() {
        return new RunningProgram.Starter(ProgramTree.built(), 18470)
                .options("--data-dir", DATA)
                .startAndAwait();
    }

    @Test
    @DisplayName(
            "U4, U8: halves killed in the middle of acts leave an end to each, and two records")
    void halvesKilledInTheMiddleLeaveAnEndToEachAct() throws Exception {
        Random random = new Random(1);
        List<Long> acts = new ArrayList<>();
        for (int cycle = 0; cycle < CYCLES; cycle++) {
            ApiClient ann = program.api().signIn("ann", PASSWORD);
            Eventually.await(
                    Duration.ofSeconds(120),
                    () -> "the agent",
                    () -> ann.get("/host").status() == 200);
            ApiClient.Answer answer =
                    ann.post(
                            "/services/pd-victim/operations?wait=0",
                            Map.of("operation", "restart"));
            assertThat(answer.status()).as(answer.text()).isIn(200, 202);
            acts.add(answer.body().get("id").asLong());
            Thread.sleep(random.nextInt(900));
            boolean server = cycle % 4 == 3;
            long pid = server ? program.server().pid() : program.agent().pid();
            Shell.run("kill", "-9", Long.toString(pid));
            if (server) {
                program.awaitEnd(Duration.ofSeconds(8));
                program.close();
                program = run();
            }
        }
        ApiClient ann = program.api().signIn("ann", PASSWORD);
        Eventually.await(
                Duration.ofSeconds(150),
                () -> "an end of each act",
                () ->
                        ann.get("/operations?logType=service&retStatus=pending")
                                        .ok()
                                        .get("total")
                                        .asInt()
                                == 0);
        Map<Long, JsonNode> rows = new HashMap<>();
        ann.get("/operations?logType=service&limit=100000")
                .items()
                .forEach(row -> rows.put(row.get("id").asLong(), row));
        assertThat(rows.keySet()).containsExactlyInAnyOrderElementsOf(acts);
        long succeeded =
                rows.values().stream()
                        .filter(row -> row.get("retStatus").asString().equals("succeeded"))
                        .count();
        assertThat(Files.readAllLines(STARTS).size())
                .as("no act twice: %s", rows.values())
                .isBetween((int) succeeded, acts.size());
        assertThat(rows.values())
                .allSatisfy(row ->
                        assertThat(row.get("retStatus").asString())
                                .isIn("succeeded", "failed", "unknown"));
        Shell.Result verified = verify();
        assertThat(verified.status()).as(verified.output()).isZero();
        assertThat(verified.output()).contains("they say the same", "the chain holds");
        Shell.run(
                "sqlite3",
                DATA + "/server/procdeck.db",
                "update operation_log set ret_status = 'refused', user_name = 'system' where id = "
                        + acts.getFirst());
        Shell.Result changed = verify();
        assertThat(changed.status()).as(changed.output()).isOne();
        assertThat(changed.output())
                .contains("first bad entry is", "operation " + acts.getFirst(), "they differ");
    }

    private static Shell.Result verify() {
        return Shell.tryRun(
                "", ProgramTree.built().command(), "audit", "verify", "--data-dir", DATA);
    }
}
