package dev.procdeck.e2e.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.procdeck.e2e.support.ApiClient;
import dev.procdeck.e2e.support.Eventually;
import dev.procdeck.e2e.support.SharedProgram;
import dev.procdeck.e2e.support.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@Tag("testhost")
@ExtendWith(SharedProgram.class)
class ResourcesTest {
    private static final Pattern TASKS =
            Pattern.compile(
                    "Tasks: *(\\d+) total, *(\\d+) running, *(\\d+) sleeping, *(\\d+) stopped, *(\\d+) zombie");

    @Test
    void tasksAreThoseOfTop(ApiClient api) {
        String stopped = Long.toString(startStopped());
        try {
            // The sample that is shown may be a second older than the stop.
            Eventually.await(
                    Duration.ofSeconds(5),
                    () -> "a stopped task",
                    () -> tasks(api).get("stopped").asInt() > 0);
            JsonNode tasks = tasks(api);
            Matcher top = TASKS.matcher(Shell.run("top", "-b", "-n1"));
            assertThat(top.find()).isTrue();

            // top counts itself, and kernel threads come and go.
            assertThat(tasks.get("total").asInt())
                    .isCloseTo(Integer.parseInt(top.group(1)), within(4));
            assertThat(tasks.get("sleeping").asInt())
                    .isCloseTo(Integer.parseInt(top.group(3)), within(6));
            assertThat(tasks.get("stopped").asInt())
                    .isEqualTo(Integer.parseInt(top.group(4)))
                    .isPositive();
            assertThat(tasks.get("zombie").asInt()).isEqualTo(Integer.parseInt(top.group(5)));
        } finally {
            Shell.run("kill", "-9", stopped);
        }
    }

    @Test
    void memoryAndSwapAreThoseOfFree(ApiClient api) {
        JsonNode resources = api.get("/resources").ok();
        String[] lines = Shell.run("free", "-b", "-w").split("\n");
        String[] memory = lines[1].trim().split("\\s+");
        String[] swap = lines[2].trim().split("\\s+");

        JsonNode actual = resources.get("memory");
        assertThat(actual.get("totalBytes").asLong()).isEqualTo(Long.parseLong(memory[1]));
        Percentage slack = Percentage.withPercentage(3);
        assertThat(actual.get("freeBytes").asLong()).isCloseTo(Long.parseLong(memory[3]), slack);
        assertThat(actual.get("availableBytes").asLong())
                .isCloseTo(Long.parseLong(memory[7]), slack);
        assertThat(actual.get("buffCacheBytes").asLong())
                .isCloseTo(Long.parseLong(memory[5]) + Long.parseLong(memory[6]), slack);
        assertThat(resources.get("swap").get("totalBytes").asLong())
                .isEqualTo(Long.parseLong(swap[1]));
    }

    @Test
    void cpuIsEightSharesOfOneHundredPercent(ApiClient api) {
        JsonNode cpu = api.get("/resources").ok().get("cpu");

        assertThat(cpu.propertyNames())
                .containsExactlyInAnyOrder("us", "sy", "ni", "id", "wa", "hi", "si", "st");
        assertThat(cpu.valueStream().mapToDouble(JsonNode::asDouble).sum())
                .isCloseTo(100, within(0.5));
    }

    @Test
    void loadIsTheKernels(ApiClient api) throws Exception {
        double one = api.get("/resources").ok().get("load").get("one").asDouble();

        assertThat(one)
                .isCloseTo(
                        Double.parseDouble(
                                Files.readString(Path.of("/proc/loadavg")).split(" ")[0]),
                        within(0.3));
    }

    private static JsonNode tasks(ApiClient api) {
        return api.get("/resources").ok().get("tasks");
    }

    private static long startStopped() {
        String pid = Shell.run("sh", "-c", "sleep 1000 >/dev/null 2>&1 & echo $!").strip();
        Shell.run("kill", "-STOP", pid);
        return Long.parseLong(pid);
    }
}
