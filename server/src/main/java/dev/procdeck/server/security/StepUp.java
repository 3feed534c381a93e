package dev.procdeck.server.security;

import dev.procdeck.server.ServerOptions;
import dev.procdeck.server.http.ApiException;
import dev.procdeck.server.time.SteadyClock;
import java.time.Duration;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/// Whether somebody's last proof of a factor is recent enough for a sensitive act (A14).
/// Thread-safe.
@Component
public class StepUp {
    private final Duration maxAge;
    private final SteadyClock clock;

    public StepUp(ServerOptions options, SteadyClock clock) {
        this.maxAge = options.stepUpMaxAge();
        this.clock = clock;
    }

    /// How long a proof counts.
    public Duration maxAge() {
        return maxAge;
    }

    /// Whether the actor's last proof still counts.
    public boolean isFresh(Actor actor) {
        return actor.isFresh(clock.instant(), maxAge);
    }

    /// Throws 401 `step_up_required` unless the actor's last proof still counts.
    public void require(Actor actor) {
        if (!isFresh(actor)) {
            throw required();
        }
    }

    /// The problem of a session whose account has a second factor that was not proved.
    public static ApiException secondFactorRequired() {
        return ApiException.of(HttpStatus.UNAUTHORIZED, "second_factor_required");
    }

    /// The problem of an account that must add a second factor before anything else.
    public static ApiException secondFactorDue() {
        return ApiException.of(HttpStatus.FORBIDDEN, "second_factor_due");
    }

    /// The problem that asks for a factor again.
    public static ApiException required() {
        return ApiException.of(HttpStatus.UNAUTHORIZED, "step_up_required");
    }
}
