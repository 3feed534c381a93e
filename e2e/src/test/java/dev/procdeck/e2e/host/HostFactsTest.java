package dev.procdeck.e2e.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.procdeck.e2e.support.ApiClient;
import dev.procdeck.e2e.support.SharedProgram;
import dev.procdeck.e2e.support.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@Tag("testhost")
@ExtendWith(SharedProgram.class)
class HostFactsTest {
    @Test
    void agreeWithTheHostsOwnTools(ApiClient api) throws Exception {
        JsonNode host = api.get("/host").ok();

        assertThat(host.get("hostName").asString()).isEqualTo(Shell.run("hostname").strip());
        assertThat(host.get("kernelRelease").asString())
                .isEqualTo(Shell.run("uname", "-r").strip());
        assertThat(host.get("architecture").asString()).isEqualTo(Shell.run("uname", "-m").strip());
        assertThat(host.get("cpuCount").asInt())
                .isEqualTo(Integer.parseInt(Shell.run("nproc", "--all").strip()));
        String release = Files.readString(Path.of("/etc/os-release"));
        assertThat(release).contains(host.get("osName").asString());
        assertThat(release).contains(host.get("osVersion").asString());
        double uptime = Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ")[0]);
        assertThat(host.get("uptimeSeconds").asDouble()).isCloseTo(uptime, within(3.0));
        Instant boot = Instant.now().minus(Duration.ofMillis((long) (uptime * 1000)));
        assertThat(Duration.between(Instant.parse(host.get("bootTime").asString()), boot).abs())
                .isLessThan(Duration.ofSeconds(3));
    }
}
