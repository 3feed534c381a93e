package dev.procdeck.e2e.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.e2e.support.ApiClient;
import dev.procdeck.e2e.support.SharedProgram;
import dev.procdeck.e2e.support.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@Tag("testhost")
@ExtendWith(SharedProgram.class)
class ScheduleTest {
    private static final Path SYSTEM_TABLE = Path.of("/etc/cron.d/e2e");

    @BeforeAll
    static void schedule() throws Exception {
        Files.writeString(SYSTEM_TABLE, "*/5 * * * * www-data /usr/bin/true from-cron-d\n");
        Shell.Result crontab =
                Shell.tryRun(
                        "7 3 * * 1 /usr/bin/true from-a-users-table\n",
                        "crontab",
                        "-u",
                        "nobody",
                        "-");
        assertThat(crontab.status()).as(crontab.output()).isZero();
    }

    @AfterAll
    static void clear() throws Exception {
        Files.delete(SYSTEM_TABLE);
        Shell.run("crontab", "-u", "nobody", "-r");
    }

    @Test
    void listsASystemTableWithItsNextRun(ApiClient api) {
        JsonNode item = find(api, "from-cron-d");

        assertThat(item.get("source").asString()).contains("/etc/cron.d/e2e");
        assertThat(item.get("user").asString()).isEqualTo("www-data");
        assertThat(item.get("schedule").asString()).contains("*/5");
        Instant next = Instant.parse(item.get("nextRun").asString());
        assertThat(next)
                .isAfter(Instant.now().minusSeconds(1))
                .isBefore(Instant.now().plusSeconds(301));
        assertThat(next.getEpochSecond() % 300).isZero();
    }

    @Test
    void listsAUsersTable(ApiClient api) {
        assertThat(find(api, "from-a-users-table").get("user").asString()).isEqualTo("nobody");
    }

    @Test
    void listsEveryTimerThatSystemctlLists(ApiClient api) {
        List<String> timers =
                Shell.run(
                                "systemctl",
                                "list-timers",
                                "--all",
                                "--no-legend",
                                "--no-pager",
                                "--plain")
                        .lines()
                        .map(line -> line.replaceAll(".* (\\S+\\.timer) .*", "$1"))
                        .toList();
        String listed = api.get("/schedule").ok().toString();

        assertThat(timers).isNotEmpty().allSatisfy(timer -> assertThat(listed).contains(timer));
    }

    private static JsonNode find(ApiClient api, String command) {
        return api.get("/schedule").items().stream()
                .filter(item -> item.get("command").asString("").contains(command))
                .findFirst()
                .orElseThrow();
    }
}
