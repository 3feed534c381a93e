package dev.procdeck.server.host;

import dev.procdeck.protocol.answer.HostFacts;
import dev.procdeck.protocol.operation.Query;
import dev.procdeck.server.agent.Agent;
import dev.procdeck.server.security.Gate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Tells what the host is.
@RestController
@RequestMapping("/api/v1/host")
public class HostController {
    private final Agent agent;

    HostController(Agent agent) {
        this.agent = agent;
    }

    /// The host's facts.
    @GetMapping
    @Gate
    public HostView getHost() {
        return HostView.of(agent.ask(new Query.Host(), HostFacts.class), agent.state());
    }
}
