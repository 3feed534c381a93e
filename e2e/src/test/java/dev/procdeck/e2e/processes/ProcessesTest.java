package dev.procdeck.e2e.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.e2e.support.ApiClient;
import dev.procdeck.e2e.support.ApiClient.Answer;
import dev.procdeck.e2e.support.Eventually;
import dev.procdeck.e2e.support.ProcessFacts;
import dev.procdeck.e2e.support.SharedProgram;
import dev.procdeck.e2e.support.SharedProgram.Accounts;
import dev.procdeck.e2e.support.Shell;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@Tag("testhost")
@ExtendWith(SharedProgram.class)
class ProcessesTest {
    private long started;

    @AfterEach
    void end() {
        if (started != 0) {
            Shell.tryRun("", "kill", "-9", Long.toString(started));
        }
    }

    @Test
    void theTableIsTheOneOfPs(ApiClient api) {
        List<JsonNode> items = api.get("/processes?limit=100000").items();
        Map<Long, JsonNode> byPid =
                items.stream()
                        .collect(
                                java.util.stream.Collectors.toMap(
                                        item -> item.get("pid").asLong(), item -> item));
        int compared = 0;
        for (String line : Shell.run("ps", "-eo", "pid=,ppid=,user:32=,nlwp=,comm=").split("\n")) {
            String[] fields = line.trim().split("\\s+", 5);
            JsonNode item = byPid.get(Long.parseLong(fields[0]));
            if (item == null) {
                continue; // started between the two listings: ps itself, for one
            }
            compared++;
            assertThat(item.get("ppid").asString()).as(line).isEqualTo(fields[1]);
            assertThat(item.get("user").asString()).as(line).isEqualTo(fields[2]);
            assertThat(item.get("comm").asString()).as(line).isEqualTo(fields[4]);
        }
        assertThat(compared).isGreaterThan(items.size() - 5).isGreaterThan(15);
    }

    @Test
    void aSpinningProcessHasAWholeCpuAndIsFoundByLettersInOrder(ApiClient api) {
        start("exec -a spinner sh -c 'while :; do :; done'");

        Eventually.await(
                Duration.ofSeconds(10),
                () -> "about 100 % for " + started + ": " + item(api, "q=spnnr"),
                () -> {
                    JsonNode item = item(api, "q=spnnr");
                    return item != null && item.get("cpuPercent").asDouble(0) > 20;
                });
        assertThat(item(api, "q=spnnr").get("cpuPercent").asDouble()).isLessThan(115);
        assertThat(api.get("/processes?q=spnnr+-spinner").ok().get("total").asInt()).isZero();
    }

    @Test
    void aSignalEndsTheProcessAndIsInTheLog(ApiClient api) {
        start("exec -a victim sleep 1000");
        JsonNode victim = await(api, "q=victim");

        Answer answer = signal(api, started, "TERM", victim.get("startTicks").asLong());

        assertThat(answer.ok().get("retStatus").asString()).isEqualTo("succeeded");
        Eventually.await(
                Duration.ofSeconds(5), () -> "its end", () -> !new ProcessFacts(started).runs());
        JsonNode row = api.get("/operations?logType=signal&limit=1").items().getFirst();
        assertThat(row.get("userName").asString()).isEqualTo("admin");
        assertThat(row.get("retStatus").asString()).isEqualTo("succeeded");
        assertThat(row.get("target").asString()).contains(Long.toString(started));
    }

    @Test
    void aSignalToAnotherIdentityHitsNobody(ApiClient api) {
        start("exec -a survivor sleep 1000");
        long ticks = await(api, "q=survivor").get("startTicks").asLong();

        Answer answer = signal(api, started, "KILL", ticks - 1);

        assertThat(answer.status()).isEqualTo(409);
        assertThat(new ProcessFacts(started).runs()).isTrue();
    }

    @Test
    void theFirstProcessAndTheProgramItselfAreOutOfReach(Accounts accounts) {
        ApiClient api = accounts.as("admin");
        for (long pid :
                new long[] {
                    1, accounts.program().agent().pid(), accounts.program().server().pid()
                }) {
            long ticks = api.get("/processes/" + pid).ok().get("startTicks").asLong();

            assertThat(signal(api, pid, "TERM", ticks).status()).as("pid " + pid).isEqualTo(403);
        }
        assertThat(accounts.program().server().runs()).isTrue();
    }

    @Test
    void aViewerSignalsNobody(Accounts accounts) {
        start("exec -a watched sleep 1000");
        long ticks = await(accounts.as("viewer"), "q=watched").get("startTicks").asLong();

        assertThat(signal(accounts.as("viewer"), started, "TERM", ticks).status()).isEqualTo(403);
        assertThat(new ProcessFacts(started).runs()).isTrue();
    }

    private void start(String script) {
        String pid = Shell.run("bash", "-c", "(" + script + ") >/dev/null 2>&1 & echo $!").strip();
        started = Long.parseLong(pid);
    }

    private static Answer signal(ApiClient api, long pid, String signal, long startTicks) {
        return api.post(
                "/processes/" + pid + "/signals",
                Map.of("signal", signal, "startTicks", startTicks));
    }

    private JsonNode await(ApiClient api, String query) {
        Eventually.await(
                Duration.ofSeconds(10), () -> "a row for " + query, () -> item(api, query) != null);
        return item(api, query);
    }

    private @org.jspecify.annotations.Nullable JsonNode item(ApiClient api, String query) {
        return api.get("/processes?" + query).items().stream()
                .filter(item -> item.get("pid").asLong() == started)
                .findFirst()
                .orElse(null);
    }
}
