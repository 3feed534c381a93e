package dev.procdeck.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.protocol.ProcessKey;
import dev.procdeck.protocol.answer.Answer;
import dev.procdeck.protocol.answer.PastProcesses;
import dev.procdeck.protocol.live.Resources;
import dev.procdeck.protocol.operation.Query;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A real agent that nobody watches remembers who was busy.
@Timeout(180)
class RecordingTest {
    @TempDir private static Path directory;

    @Test
    void whoWasBusyIsKnownThoughNobodyLooked() throws Exception {
        Process spinner = new ProcessBuilder("sh", "-c", "while :; do :; done").start();
        try (AgentProcess agent = AgentProcess.start(directory)) {
            ProcessKey key = AgentProcess.key(spinner);
            PastProcesses past = whenRemembered(agent, key);
            PastProcesses.Item busy = item(past, key).orElseThrow();
            assertThat(busy.cpuPercent()).isPositive().isLessThan(110);
            assertThat(busy.alive()).isTrue();
            assertThat(past.cpuPercent()).isGreaterThanOrEqualTo(busy.cpuPercent() - 0.1);
            assertThat(past.intervalSeconds()).isGreaterThan(0.8);

            spinner.destroyForcibly().waitFor();
            PastProcesses.Item ended = busy;
            while (ended.alive()) {
                Answer later = agent.ask(new Query.PastProcesses(past.time()));
                ended = item((PastProcesses) later, key).orElseThrow();
            }
            assertThat(ended.cpuPercent()).isEqualTo(busy.cpuPercent());

            List<Resources> totals =
                    ((Answer.History) agent.ask(new Query.History(3600))).samples();
            assertThat(totals).hasSizeGreaterThan(1);
            assertThat(totals).extracting(Resources::time).isSorted();
            assertThat(totals)
                    .allSatisfy(sample -> {
                        assertThat(sample.intervalSeconds()).isGreaterThan(0.4);
                        assertThat(sample.cpu()).isNotNull();
                        assertThat(sample.fileSystems()).isEmpty();
                    });
        } finally {
            spinner.destroyForcibly();
        }
    }

    private static PastProcesses whenRemembered(AgentProcess agent, ProcessKey key)
            throws Exception {
        while (true) {
            if (agent.ask(new Query.PastProcesses(Instant.now())) instanceof PastProcesses past
                    && item(past, key).isPresent()) {
                return past;
            }
            Thread.sleep(300);
        }
    }

    private static Optional<PastProcesses.Item> item(PastProcesses past, ProcessKey key) {
        return past.items().stream().filter(each -> each.key().equals(key)).findFirst();
    }
}
