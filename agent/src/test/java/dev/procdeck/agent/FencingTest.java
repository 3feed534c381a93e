package dev.procdeck.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.protocol.answer.Answer;
import dev.procdeck.protocol.operation.Act;
import dev.procdeck.protocol.operation.Outcome;
import dev.procdeck.protocol.operation.Query;
import dev.procdeck.protocol.operation.ReturnStatus;
import dev.procdeck.protocol.operation.Role;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a server that lost an answer is told when it asks.
@Timeout(60)
class FencingTest {
    @TempDir private Path directory;

    @Test
    @DisplayName("U4: an act that was said never to have started never starts")
    void whatWasSaidNeverToHaveStartedNeverStarts() throws Exception {
        Process victim = new ProcessBuilder("sleep", "60").start();
        try (AgentProcess agent = AgentProcess.start(directory)) {
            assertThat(outcomes(agent, 77)).isEmpty();
            Outcome late = agent.act(kill(agent, victim, 77));
            assertThat(late.code()).isEqualTo("operation_id_reused");
            assertThat(victim.isAlive()).isTrue();
            assertThat(agent.act(kill(agent, victim, 78)).status())
                    .isEqualTo(ReturnStatus.SUCCEEDED);
            assertThat(outcomes(agent, 78).get(78L).status()).isEqualTo(ReturnStatus.SUCCEEDED);
            assertThat(outcomes(agent, 77).get(77L).status()).isEqualTo(ReturnStatus.UNKNOWN);
            assertThat(outcomes(agent, -1)).isEmpty();
        } finally {
            victim.destroyForcibly();
        }
    }

    private static Map<Long, Outcome> outcomes(AgentProcess agent, long id) throws Exception {
        return ((Answer.Outcomes) agent.ask(new Query.Outcomes(List.of(id)))).outcomes();
    }

    private static Act kill(AgentProcess agent, Process victim, long id) throws Exception {
        return new Act.Signal(
                AgentProcess.intent(id, Role.ADMIN),
                agent.bootId(),
                AgentProcess.key(victim),
                "KILL",
                null);
    }
}
