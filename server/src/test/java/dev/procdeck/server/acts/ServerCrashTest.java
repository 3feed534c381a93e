package dev.procdeck.server.acts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.protocol.answer.Answer;
import dev.procdeck.protocol.operation.Act;
import dev.procdeck.protocol.operation.Outcome;
import dev.procdeck.protocol.operation.Query;
import dev.procdeck.protocol.operation.ReturnStatus;
import dev.procdeck.server.agent.FakeAgent;
import dev.procdeck.server.testing.Browser;
import dev.procdeck.server.testing.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Kills a real server with SIGKILL, at each named place and at random. The agent, in this JVM and
/// never killed, is the oracle: it knows what it was asked to do, and how often. Each request is
/// sent again under its key after the restart (U5).
///
/// `-Dprocdeck.kills=N` sets the number of cycles of the long run, `-Dprocdeck.seed=N` its seed;
/// `target/kills-server.txt` is its raw result.
class ServerCrashTest {
    private static final int ACTS = 4;

    /// How often it is looked whether something has come true, 20 ms apart.
    private static final int LOOKS = 3_000;

    @TempDir private Path directory;

    /// What was done, by the agent's word: each operation's id and the unit.
    private final List<Map.Entry<Long, String>> done = new CopyOnWriteArrayList<>();

    private final Map<Long, Outcome> outcomes = new ConcurrentHashMap<>();
    private final Map<String, Long> answered = new LinkedHashMap<>();

    @Test
    @Timeout(240)
    @DisplayName("U4, U5: a server killed anywhere loses nothing and has nothing done twice")
    void aServerKilledAnywhereLosesNothing() throws Exception {
        crash(6, 1);
    }

    @Test
    @Tag("long")
    void aServerKilledAnywhereLosesNothingManyTimes() throws Exception {
        crash(
                Integer.getInteger("procdeck.kills", 1_000),
                Long.getLong("procdeck.seed", System.nanoTime()));
    }

    private void crash(int cycles, long seed) throws Exception {
        Random random = new Random(seed);
        Path socket = directory.resolve("agent.sock");
        long began = System.nanoTime();
        int retried = 0;
        try (FakeAgent agent = FakeAgent.at(socket)) {
            agent.onAct(this::act);
            agent.answer(Query.Outcomes.class, this::known);
            for (int cycle = 0; cycle < cycles; cycle++) {
                boolean named = cycle % 6 != 5;
                String crash =
                        named
                                ? Failpoints.Place.values()[cycle % 6]
                                        + ":"
                                        + (1 + random.nextInt(ACTS - 1))
                                : "";
                retried += unanswered();
                try {
                    ServerProcess server =
                            ServerProcess.start(directory, socket, "-Dprocdeck.crash=" + crash);
                    actUntilDead(server, cycle, named ? -1 : random.nextInt(400));
                } catch (ServerProcess.EndedException _) {
                    // It died while it resolved what the one before had left.
                }
            }
            try (ServerProcess server = ServerProcess.start(directory, socket)) {
                retry(server);
                compare(server, seed);
            }
        }
        Files.writeString(
                Path.of("target/kills-server.txt"),
                """
                cycles %d (one in six by random SIGKILL, the others halted at a named place), seed %d, %d s
                acts asked for %d, done %d, sent again under their key after a restart %d
                done without a record 0, done twice 0, lost 0, intents without an end 0, chain intact
                """
                        .formatted(
                                cycles,
                                seed,
                                (System.nanoTime() - began) / 1_000_000_000,
                                answered.size(),
                                done.size(),
                                retried));
    }

    private Answer act(Act act) {
        long id = act.intent().operationId();
        Outcome outcome = FakeAgent.outcome(ReturnStatus.SUCCEEDED, "running");
        if (outcomes.putIfAbsent(id, outcome) != null) {
            throw new AssertionError("operation " + id + " was sent twice");
        }
        done.add(Map.entry(id, ((Act.OnService) act).name()));
        LockSupport.parkNanos(20_000_000);
        return new Answer.Done(outcome);
    }

    private Answer known(Query.Outcomes query) {
        Map<Long, Outcome> known = new HashMap<>();
        query.operationIds()
                .forEach(id -> {
                    // What it never heard of it never does.
                    Outcome outcome =
                            outcomes.putIfAbsent(
                                    id,
                                    FakeAgent.outcome(ReturnStatus.REFUSED, "operation_id_reused"));
                    if (outcome != null && outcome.status() == ReturnStatus.SUCCEEDED) {
                        known.put(id, outcome);
                    }
                });
        return new Answer.Outcomes(known);
    }

    private void actUntilDead(ServerProcess server, int cycle, int killAfterMillis)
            throws Exception {
        Browser browser;
        try {
            browser = server.browser();
            awaitConnected(browser);
            if (killAfterMillis >= 0) {
                Thread.ofVirtual()
                        .start(() -> {
                            LockSupport.parkNanos(killAfterMillis * 1_000_000L);
                            server.kill();
                        });
            }
            for (String unit : List.copyOf(answered.keySet())) {
                if (answered.get(unit) == 0) {
                    answered.put(unit, restart(browser, unit));
                }
            }
            for (int i = 0; i < ACTS; i++) {
                String unit = "u" + cycle + "-" + i + ".service";
                answered.put(unit, 0L);
                answered.put(unit, restart(browser, unit));
            }
        } catch (AssertionError e) {
            server.kill();
            assertThat(e).as(String.join("\n", server.log())).hasCauseInstanceOf(IOException.class);
        }
        server.kill();
    }

    private void retry(ServerProcess server) {
        Browser browser = server.browser();
        awaitConnected(browser);
        answered.replaceAll((unit, id) -> id == 0 ? restart(browser, unit) : id);
    }

    private int unanswered() {
        return (int) answered.values().stream().filter(id -> id == 0).count();
    }

    private static void awaitConnected(Browser browser) {
        for (int i = 0; i < LOOKS && browser.get("/api/v1/host").status() == 503; i++) {
            LockSupport.parkNanos(20_000_000);
        }
    }

    /// The same unit is asked for under the same key, however often.
    private static long restart(Browser browser, String unit) {
        Browser.Answer answer =
                browser.post(
                        "/api/v1/services/" + unit + "/operations",
                        "{\"operation\":\"restart\"}",
                        "Idempotency-Key",
                        unit);
        assertThat(answer.status()).as(answer.body()).isIn(200, 202);
        return answer.json().get("id").asLong();
    }

    private void compare(ServerProcess server, long seed) throws Exception {
        Browser browser = server.browser();
        for (int i = 0; i < LOOKS && total(browser, "retStatus=pending") > 0; i++) {
            LockSupport.parkNanos(20_000_000);
        }
        assertThat(total(browser, "retStatus=pending")).as("each intent has an end").isZero();
        Map<String, JsonNode> rows = new HashMap<>();
        browser.get("/api/v1/operations?logType=service&limit=100000")
                .json()
                .get("items")
                .forEach(row ->
                        assertThat(rows.put(row.get("target").asString(), row))
                                .as("one record for one key, seed " + seed)
                                .isNull());
        assertThat(rows.keySet()).as("nothing is lost").containsAll(answered.keySet());
        done.forEach(act -> {
            JsonNode row = rows.get(act.getValue());
            assertThat(row).as(act + " was done without a record").isNotNull();
            assertThat(row.get("id").asLong()).isEqualTo(act.getKey());
            assertThat(row.get("retStatus").asString()).as(row + "").isEqualTo("succeeded");
        });
        assertThat(done.stream().map(Map.Entry::getValue))
                .as("nothing twice")
                .doesNotHaveDuplicates();
        answered.forEach((unit, id) -> {
            JsonNode row = rows.get(unit);
            assertThat(row.get("id").asLong()).as("the same answer for " + unit).isEqualTo(id);
            boolean happened = done.stream().anyMatch(act -> act.getValue().equals(unit));
            assertThat(row.get("retStatus").asString())
                    .as(row + "")
                    .isEqualTo(happened ? "succeeded" : "failed");
        });
        assertThat(server.verify()).isEmpty();
    }

    private static int total(Browser browser, String query) {
        return browser.get("/api/v1/operations?limit=1&" + query).json().get("total").asInt();
    }
}
