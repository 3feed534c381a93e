package dev.procdeck.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.agent.acts.Failpoints;
import dev.procdeck.agent.journal.JournalReader;
import dev.procdeck.agent.journal.JournalRecord;
import dev.procdeck.protocol.answer.Answer;
import dev.procdeck.protocol.operation.Act;
import dev.procdeck.protocol.operation.Outcome;
import dev.procdeck.protocol.operation.Query;
import dev.procdeck.protocol.operation.ReturnStatus;
import dev.procdeck.protocol.operation.Role;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Kills a real agent with SIGKILL, at each named place and at random, and compares what its
/// journal says with what a victim process wrote down itself.
class CrashTest {
    private static final int ACTS = 8;

    @TempDir private Path directory;

    /// One signal that was asked for, by what the victim knows.
    private record Victim(Process process, Path hits) implements AutoCloseable {
        static Victim start(Path hits) throws Exception {
            Files.createFile(hits);
            Process process =
                    new ProcessBuilder(
                                    "sh",
                                    "-c",
                                    "trap 'echo hit >> "
                                            + hits
                                            + "' USR1; echo ready; while :; do sleep 0.02; done")
                            .start();
            process.inputReader().readLine();
            return new Victim(process, hits);
        }

        int count() throws Exception {
            return Files.readAllLines(hits).size();
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    @Test
    @Timeout(150)
    void anAgentKilledAnywhereLeavesNothingUnsaid() throws Exception {
        crash(20, 1);
    }

    @Test
    @Tag("long")
    void anAgentKilledAnywhereLeavesNothingUnsaidManyTimes() throws Exception {
        crash(1_000, System.nanoTime());
    }

    private void crash(int cycles, long seed) throws Exception {
        Random random = new Random(seed);
        Failpoints.Place[] places = Failpoints.Place.values();
        Map<Long, Victim> victims = new HashMap<>();
        long nextId = 1;
        for (int cycle = 0; cycle < cycles; cycle++) {
            boolean named = cycle % 5 != 4;
            List<String> options =
                    named
                            ? List.of(
                                    "-Dprocdeck.crash="
                                            + places[cycle % places.length]
                                            + ":"
                                            + (1 + random.nextInt(ACTS)))
                            : List.of();
            AgentProcess agent = AgentProcess.start(directory, options);
            nextId = actUntilDead(agent, named, random, nextId, victims, cycle);
        }
        try (AgentProcess agent = AgentProcess.start(directory)) {
            Thread.sleep(300);
            compare(agent, victims, seed);
        } finally {
            victims.values().forEach(Victim::close);
        }
    }

    private long actUntilDead(
            AgentProcess agent,
            boolean named,
            Random random,
            long firstId,
            Map<Long, Victim> victims,
            int cycle)
            throws Exception {
        long id = firstId;
        String bootId = agent.bootId();
        if (!named) {
            long delay = random.nextInt(150);
            Thread.ofVirtual()
                    .start(() -> {
                        try {
                            Thread.sleep(delay);
                            agent.process.destroyForcibly();
                        } catch (InterruptedException _) {
                            Thread.currentThread().interrupt();
                        }
                    });
        }
        for (int i = 0; i < ACTS && agent.process.isAlive(); i++) {
            Victim victim = Victim.start(directory.resolve("hits-" + cycle + "-" + i));
            victims.put(id, victim);
            Act.Signal act =
                    new Act.Signal(
                            AgentProcess.intent(id, Role.ADMIN),
                            bootId,
                            AgentProcess.key(victim.process()),
                            "USR1",
                            null);
            id++;
            CompletableFuture<Answer> answer = agent.client().ask(act);
            try {
                answer.get(5, TimeUnit.SECONDS);
            } catch (java.util.concurrent.ExecutionException _) {
                break;
            }
        }
        agent.kill();
        return id;
    }

    private void compare(AgentProcess agent, Map<Long, Victim> victims, long seed)
            throws Exception {
        Set<Long> intended = new HashSet<>();
        Map<Long, Integer> ends = new HashMap<>();
        JournalReader reader =
                new JournalReader(
                        directory.resolve("data/journal"),
                        record -> {
                            switch (record.body()) {
                                case JournalRecord.IntentRecorded intent ->
                                        intended.add(intent.operationId());
                                case JournalRecord.OutcomeRecorded outcome ->
                                        ends.merge(outcome.operationId(), 1, Integer::sum);
                                case JournalRecord.SegmentOpened _, JournalRecord.Noted _ -> {}
                            }
                        });
        assertThat(reader.read()).isEmpty();
        Answer.Outcomes known =
                (Answer.Outcomes) agent.ask(new Query.Outcomes(List.copyOf(victims.keySet())));
        int unknown = 0;
        for (Map.Entry<Long, Victim> entry : victims.entrySet()) {
            long id = entry.getKey();
            int hits = entry.getValue().count();
            String as = "operation " + id + ", seed " + seed;
            assertThat(hits).as(as + ": done twice").isLessThanOrEqualTo(1);
            if (hits > 0) {
                assertThat(intended).as(as + ": done without a record").contains(id);
            }
            if (intended.contains(id)) {
                assertThat(ends.get(id)).as(as + ": one end").isEqualTo(1);
                Outcome outcome = known.outcomes().get(id);
                if (outcome.status() == ReturnStatus.SUCCEEDED) {
                    assertThat(hits).as(as + ": said to be done").isEqualTo(1);
                } else {
                    assertThat(outcome.status()).as(as).isEqualTo(ReturnStatus.UNKNOWN);
                    assertThat(outcome.parameters()).containsKey("process");
                    unknown++;
                }
            }
        }
        assertThat(unknown).as("some acts were cut short").isPositive();
    }
}
