package dev.procdeck.server.health;

import dev.procdeck.server.security.Gate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// Tells a load balancer or a start script that the server answers; nothing else.
@RestController
public class HealthController {
    /// Whether the server is up.
    @GetMapping("/api/v1/health")
    @Gate(open = true)
    public Health getHealth() {
        return new Health("up");
    }

    /// @param status always `up`
    public record Health(String status) {}
}
