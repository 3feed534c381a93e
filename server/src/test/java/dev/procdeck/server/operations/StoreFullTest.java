package dev.procdeck.server.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.procdeck.protocol.operation.ReturnStatus;
import dev.procdeck.server.agent.FakeAgent;
import dev.procdeck.server.testing.Browser;
import dev.procdeck.server.testing.ServerProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A real server whose database is on a disk of its own that gets full: nothing is done, reading
/// goes on, and all is well once there is room.
class StoreFullTest {
    @TempDir private Path directory;
    private final AtomicInteger done = new AtomicInteger();

    @Test
    @Timeout(240)
    @DisplayName("U2: of 500 acts on a full disk none is done; looking goes on")
    void aFullDiskHasNothingDone() throws Exception {
        attempt(500);
    }

    @Test
    @Tag("long")
    void aFullDiskHasNothingDoneTenThousandTimes() throws Exception {
        attempt(Integer.getInteger("procdeck.attempts", 10_000));
    }

    private void attempt(int times) throws Exception {
        assumeTrue(Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0));
        Path data = Files.createDirectory(directory.resolve("data"));
        List<String> onSmallDisk =
                List.of(
                        "unshare",
                        "-m",
                        "sh",
                        "-c",
                        "mount -t tmpfs -o size=8m,mode=700 none '" + data + "' && exec \"$@\"",
                        "sh");
        Path socket = directory.resolve("agent.sock");
        try (FakeAgent agent = FakeAgent.at(socket);
                ServerProcess server = ServerProcess.startBy(onSmallDisk, data, socket)) {
            agent.onAct(_ -> {
                done.incrementAndGet();
                return FakeAgent.done(ReturnStatus.SUCCEEDED, "running");
            });
            Browser browser = server.browser();
            for (int i = 0; i < 300 && restart(browser).status() != 200; i++) {
                Thread.sleep(20);
            }
            assertThat(done.get()).isPositive();
            Path filler = Path.of("/proc/" + server.pid() + "/root" + data + "/filler");
            fill(filler);
            // The log's own file may have a last page or two to give.
            Browser.Answer answer = restart(browser);
            while (answer.status() == 200) {
                answer = restart(browser);
            }
            int before = done.get();
            for (int i = 0; i < times; i++) {
                answer = restart(browser);
                assertThat(answer.status()).as(answer.body()).isEqualTo(503);
                assertThat(answer.code()).isEqualTo("store_unavailable");
            }
            assertThat(done.get()).as("acts on a full disk").isEqualTo(before);
            assertThat(browser.get("/api/v1/operations").status()).isEqualTo(200);
            assertThat(browser.get("/api/v1/session").json().path("signedIn").asBoolean()).isTrue();
            Files.delete(filler);
            for (int i = 0; i < 300 && restart(browser).status() != 200; i++) {
                Thread.sleep(20);
            }
            assertThat(done.get()).isGreaterThan(before);
            assertThat(server.verify()).isEmpty();
            Files.writeString(
                    Path.of("target/store-full.txt"),
                    "%d acts tried on a full disk, 0 done%n".formatted(times));
        }
    }

    private static void fill(Path filler) throws IOException {
        byte[] block = new byte[4096];
        try (OutputStream out = Files.newOutputStream(filler)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    private static Browser.Answer restart(Browser browser) {
        return browser.post("/api/v1/services/nginx/operations", "{\"operation\":\"restart\"}");
    }
}
