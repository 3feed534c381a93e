package dev.procdeck.server.testing;

import dev.procdeck.server.agent.AgentLink;
import dev.procdeck.server.agent.FakeAgent;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;

/// A test against the real server with an agent that does what the test says.
public abstract class AgentTest extends ServerTest {
    protected FakeAgent agent;
    @Autowired protected AgentLink link;

    @BeforeEach
    void startAgent() {
        agent = FakeAgent.at(agentSocket());
        await(() -> link.state().connected());
    }

    @AfterEach
    void stopAgent() {
        agent.close();
        await(() -> !link.state().connected());
    }

    /// Waits until it holds, for ten seconds at most.
    protected static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it did not come true in ten seconds");
            }
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
