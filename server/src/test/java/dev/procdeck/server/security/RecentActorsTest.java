package dev.procdeck.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Whom the server knows without its store (U2).
class RecentActorsTest {
    @Test
    void whoWasSeenIsKnownForFiveMinutes() {
        long[] nanos = {Long.MAX_VALUE - 1};
        RecentActors recent = new RecentActors(() -> nanos[0]);
        Actor actor = GateTest.actor(Role.VIEWER, false, Instant.EPOCH);
        recent.saw("t", Optional.of(actor));
        assertThat(recent.recall("t")).contains(actor);
        nanos[0] += Duration.ofMinutes(5).toNanos() - 1;
        assertThat(recent.recall("t")).contains(actor);
        nanos[0]++;
        assertThat(recent.recall("t")).isEmpty();
        recent.saw("t", Optional.of(actor));
        assertThat(recent.recall("t")).contains(actor);
    }

    @Test
    void oneIsForgottenByNameOrSession() {
        RecentActors recent = new RecentActors();
        Actor actor = GateTest.actor(Role.VIEWER, false, Instant.EPOCH);
        recent.saw("t", Optional.of(actor));
        recent.forgetUser("another");
        recent.forgetSession("another");
        assertThat(recent.recall("t")).isPresent();
        recent.forgetUser(actor.userName());
        assertThat(recent.recall("t")).isEmpty();
        recent.saw("t", Optional.of(actor));
        recent.forgetSession(actor.sessionId());
        assertThat(recent.recall("t")).isEmpty();
    }

    @Test
    void onlyTheLatestAreKeptAndNobodyWithAFactorMissing() {
        RecentActors few = new RecentActors();
        Actor actor = GateTest.actor(Role.VIEWER, false, Instant.EPOCH);
        for (int i = 0; i <= 1_000; i++) {
            few.saw("t" + i, Optional.of(actor));
        }
        assertThat(few.recall("t0")).isEmpty();
        assertThat(few.recall("t1")).contains(actor);
        assertThat(few.recall("t1000")).contains(actor);
        few.saw("t1", Optional.of(GateTest.actor(Role.VIEWER, true, Instant.EPOCH)));
        assertThat(few.recall("t1")).isEmpty();
        few.saw("t2", Optional.empty());
        assertThat(few.recall("t2")).isEmpty();
    }
}
