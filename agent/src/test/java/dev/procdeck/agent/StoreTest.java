package dev.procdeck.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.procdeck.host.libc.SystemCalls;
import dev.procdeck.protocol.ProcessKey;
import dev.procdeck.protocol.operation.Act;
import dev.procdeck.protocol.operation.Outcome;
import dev.procdeck.protocol.operation.ReturnStatus;
import dev.procdeck.protocol.operation.Role;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The journal's disk, as the kernel shows it: in what order things happen, and what a full one
/// means.
@Timeout(240)
class StoreTest {
    private static final int ATTEMPTS = 500;

    @TempDir private Path directory;
    private Process victim;
    private ProcessKey key;
    private Path hits;
    private long nextId = 1;

    @BeforeEach
    void startVictim() throws Exception {
        hits = Files.createFile(directory.resolve("hits"));
        victim =
                new ProcessBuilder(
                                "sh",
                                "-c",
                                "trap 'echo hit' USR1; echo ready; while :; do sleep 0.01; done")
                        .redirectOutput(hits.toFile())
                        .start();
        while (Files.size(hits) == 0) {
            Thread.sleep(10);
        }
        key = AgentProcess.key(victim);
    }

    @Test
    @DisplayName("U1: the intent is forced to disk before the system call, as strace sees it")
    void theIntentIsOnDiskBeforeTheAct() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/strace")));
        Path trace = directory.resolve("trace");
        List<String> strace =
                List.of(
                        "strace",
                        "-f",
                        "--seccomp-bpf",
                        "-qq",
                        "-o",
                        trace.toString(),
                        "-e",
                        "trace=fdatasync,fsync,pidfd_send_signal");
        try (AgentProcess agent = AgentProcess.start(directory, strace, List.of())) {
            for (int i = 0; i < 5; i++) {
                assertThat(act(agent).status()).isEqualTo(ReturnStatus.SUCCEEDED);
            }
        } finally {
            victim.destroyForcibly();
        }
        int synced = 0;
        int sent = 0;
        for (String line : Files.readAllLines(trace)) {
            if (line.contains("pidfd_send_signal(")) {
                sent++;
                // The segment's head, then for each act its intent before and its outcome after it.
                assertThat(synced).as(line).isGreaterThanOrEqualTo(2 * sent);
            } else if (line.contains("fdatasync(") && line.endsWith("= 0")) {
                synced++;
            }
        }
        assertThat(sent).isEqualTo(5);
    }

    @Test
    @DisplayName("U3: of 500 acts on a full disk none is done; looking goes on")
    void aFullDiskMeansThatNothingIsDone() throws Exception {
        aFullDisk(ATTEMPTS);
    }

    private void aFullDisk(int attempts) throws Exception {
        assumeTrue(SystemCalls.effectiveUserId() == 0);
        Path data = Files.createDirectory(directory.resolve("data"));
        List<String> onTinyDisk =
                List.of(
                        "unshare",
                        "-m",
                        "sh",
                        "-c",
                        "mount -t tmpfs -o size=32k,mode=700 none '" + data + "' && exec \"$@\"",
                        "sh");
        try (AgentProcess agent = AgentProcess.start(directory, onTinyDisk, List.of())) {
            int done = 0;
            Outcome outcome = act(agent);
            while (outcome.status() == ReturnStatus.SUCCEEDED) {
                done++;
                Thread.sleep(30);
                outcome = act(agent);
            }
            assertThat(done).isPositive();
            assertThat(outcome.code()).isEqualTo("journal_unavailable");
            Thread.sleep(200);
            int before = Files.readAllLines(hits).size();
            assertThat(before - 1).isLessThanOrEqualTo(done);
            for (int i = 0; i < attempts; i++) {
                assertThat(act(agent).code()).isEqualTo("journal_unavailable");
            }
            Thread.sleep(200);
            assertThat(Files.readAllLines(hits)).hasSize(before);
            assertThat(agent.ask(new dev.procdeck.protocol.operation.Query.Host()))
                    .as("reads keep working")
                    .isInstanceOf(dev.procdeck.protocol.answer.HostFacts.class);
            Files.writeString(
                    Path.of("target/journal-full.txt"),
                    "%d acts tried on a full disk, 0 done%n".formatted(attempts));
        } finally {
            victim.destroyForcibly();
        }
    }

    @Test
    @Tag("long")
    @Timeout(3_600)
    void aFullDiskMeansThatNothingIsDoneTenThousandTimes() throws Exception {
        aFullDisk(Integer.getInteger("procdeck.attempts", 10_000));
    }

    private Outcome act(AgentProcess agent) throws Exception {
        return agent.act(
                new Act.Signal(
                        AgentProcess.intent(nextId++, Role.ADMIN),
                        agent.bootId(),
                        key,
                        "USR1",
                        null));
    }
}
