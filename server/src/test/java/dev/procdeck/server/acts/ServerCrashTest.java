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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Kills a real server with SIGKILL, at each named place, at random and by taking its memory, while
/// several people act. The agent, in this JVM and never killed, is the oracle: it knows what it was
/// asked to do, and how often. Each request is sent again under its key after the restart (U5).
///
/// `-Dprocdeck.kills=N` sets the number of cycles of the long run, `-Dprocdeck.seed=N` its seed;
/// `target/kills-server.txt` is its raw result.
class ServerCrashTest {
    /// How many people act at the same time, each on a unit of its own.
    private static final int PEOPLE = 8;

    /// How many new acts are asked for in a cycle.
    private static final int ACTS = 24;

    /// The status of a JVM that ended because its memory was out.
    private static final int OUT_OF_MEMORY = 3;

    /// How often it is looked whether something has come true, 20 ms apart.
    private static final int LOOKS = 3_000;

    @TempDir private Path directory;

    /// What was done, by the agent's word: each operation's id and the unit.
    private final List<Map.Entry<Long, String>> done = new CopyOnWriteArrayList<>();

    /// What the agent heard of: what it did, and what it was asked about before it came and so
    /// never does.
    private final Map<Long, Outcome> outcomes = new ConcurrentHashMap<>();

    private final List<Long> sentTwice = new CopyOnWriteArrayList<>();

    /// The operation of each unit that was asked for; 0 until an answer came.
    private final Map<String, Long> answered = new ConcurrentHashMap<>();

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
        int outOfMemory = 0;
        try (FakeAgent agent = FakeAgent.at(socket)) {
            agent.onAct(this::act);
            agent.answer(Query.Outcomes.class, this::known);
            for (int cycle = 0; cycle < cycles; cycle++) {
                boolean named = cycle % 6 != 5;
                Failpoints.Place place = Failpoints.Place.values()[cycle % 6 % 5];
                // No start passes this place, so the end comes while people act.
                boolean memory = named && place == Failpoints.Place.AFTER_SEND;
                String crash = named ? place + ":" + (1 + random.nextInt(ACTS)) : "";
                retried += unanswered().size();
                try {
                    ServerProcess server =
                            ServerProcess.start(
                                    directory,
                                    socket,
                                    "-Dprocdeck.crash=" + crash + (memory ? ":memory" : ""));
                    actUntilDead(server, cycle, named ? -1 : random.nextInt(1_000));
                    if (memory) {
                        assertThat(server.awaitEnd())
                                .as(server.log() + "")
                                .isEqualTo(OUT_OF_MEMORY);
                        outOfMemory++;
                    }
                    server.kill();
                } catch (ServerProcess.EndedException _) {
                    // It died while it resolved what the one before had left.
                }
            }
            retried += unanswered().size();
            try (ServerProcess server = ServerProcess.start(directory, socket)) {
                for (int i = 0; i < LOOKS && !unanswered().isEmpty(); i++) {
                    act(server, unanswered());
                }
                compare(server, seed);
            }
        }
        Files.writeString(
                Path.of("target/kills-server.txt"),
                """
                cycles %d (one in six by random SIGKILL, one in six by memory, the others halted at a named place; %d ended by memory), seed %d, %d s
                acts asked for %d by %d people at once, done %d, cut off without an answer and sent again under their key %d
                done without a record 0, done twice 0, lost 0, intents without an end 0, chain intact
                """
                        .formatted(
                                cycles,
                                outOfMemory,
                                seed,
                                (System.nanoTime() - began) / 1_000_000_000,
                                answered.size(),
                                PEOPLE,
                                done.size(),
                                retried));
        assertThat(retried).as("acts are cut off in the middle").isGreaterThanOrEqualTo(cycles);
    }

    private Answer act(Act act) {
        long id = act.intent().operationId();
        Outcome outcome = FakeAgent.outcome(ReturnStatus.SUCCEEDED, "running");
        Outcome before = outcomes.putIfAbsent(id, outcome);
        if (before != null) {
            if (before.status() == ReturnStatus.SUCCEEDED) {
                sentTwice.add(id);
            }
            return new Answer.Done(before);
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

    /// Sends again what has no answer yet, and asks for more, until the server ends.
    private void actUntilDead(ServerProcess server, int cycle, int killAfterMillis)
            throws Exception {
        List<String> units = new ArrayList<>(unanswered());
        for (int i = 0; i < ACTS; i++) {
            units.add("u" + cycle + "-" + i + ".service");
        }
        if (killAfterMillis >= 0) {
            Thread.ofVirtual()
                    .start(() -> {
                        LockSupport.parkNanos(killAfterMillis * 1_000_000L);
                        server.kill();
                    });
        }
        act(server, units);
    }

    /// All people share what is to be asked for; each goes on until nothing is left or the server
    /// is gone.
    private void act(ServerProcess server, List<String> units) throws Exception {
        Queue<String> left = new ConcurrentLinkedQueue<>(units);
        List<Future<?>> people = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < PEOPLE; i++) {
                people.add(threads.submit(() -> askForAll(server, left)));
            }
        }
        for (Future<?> person : people) {
            person.get();
        }
    }

    private void askForAll(ServerProcess server, Queue<String> left) {
        try {
            Browser browser = server.browser();
            awaitConnected(browser);
            for (String unit = left.poll(); unit != null; unit = left.poll()) {
                answered.putIfAbsent(unit, 0L);
                answered.put(unit, restart(browser, unit));
            }
        } catch (AssertionError e) {
            assertThat(e).as(String.join("\n", server.log())).hasCauseInstanceOf(IOException.class);
        }
    }

    private List<String> unanswered() {
        return answered.entrySet().stream()
                .filter(unit -> unit.getValue() == 0)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static void awaitConnected(Browser browser) {
        for (int i = 0; i < LOOKS && browser.get("/api/v1/host").status() == 503; i++) {
            LockSupport.parkNanos(20_000_000);
        }
    }

    /// The same unit is asked for under the same key, however often. 0 where the store of a starved
    /// machine took too long to take the intent, and the answer is that nothing has happened.
    private static long restart(Browser browser, String unit) {
        Browser.Answer answer =
                browser.post(
                        "/api/v1/services/" + unit + "/operations",
                        "{\"operation\":\"restart\"}",
                        "Idempotency-Key",
                        unit);
        if (answer.status() == 503) {
            assertThat(answer.code()).isIn("store_unavailable", "outcome_unread");
            return answer.json().path("operationId").asLong(0);
        }
        assertThat(answer.status()).as(answer.body()).isIn(200, 202);
        return answer.json().get("id").asLong();
    }

    private void compare(ServerProcess server, long seed) throws Exception {
        Browser browser = server.browser();
        for (int i = 0; i < LOOKS && open(browser) > 0; i++) {
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
        assertThat(sentTwice).as("no operation is sent twice").isEmpty();
        assertThat(done.stream().map(Map.Entry::getValue))
                .as("nothing twice")
                .doesNotHaveDuplicates();
        answered.forEach((unit, id) -> {
            JsonNode row = rows.get(unit);
            assertThat(row.get("id").asLong()).as("the same answer for " + unit).isEqualTo(id);
            boolean happened = done.stream().anyMatch(act -> act.getValue().equals(unit));
            // Refused: recorded so late that nobody waited for it any more.
            assertThat(row.get("retStatus").asString())
                    .as(row + "")
                    .isIn(happened ? List.of("succeeded") : List.of("failed", "refused"));
        });
        assertThat(server.verify()).isEmpty();
    }

    /// What is under way, or unknown until the agent is asked.
    private static int open(Browser browser) {
        return total(browser, "retStatus=pending") + total(browser, "retStatus=unknown");
    }

    private static int total(Browser browser, String query) {
        return browser.get("/api/v1/operations?limit=1&" + query).json().get("total").asInt();
    }
}
