package dev.procdeck.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.server.security.Role;
import dev.procdeck.server.testing.ServerTest;
import dev.procdeck.server.users.AppUser;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Whether the time of an answer tells that an account exists (A3), with the throttle set aside.
@Tag("long")
class TimingTest extends ServerTest {
    private static final int TRIES = 1_000;

    @Test
    @DisplayName(
            "A3: over 1,000 interleaved tries each, the medians for an unknown name and a wrong password differ by less than 5 %")
    void theMediansDoNotTellWhetherAnAccountExists() {
        AppUser user = account(Role.VIEWER);
        for (int i = 0; i < 50; i++) {
            users.prove(user.userName(), "warm up");
            users.prove("nobody-of-this-name", "warm up");
        }
        long[] known = new long[TRIES];
        long[] unknown = new long[TRIES];
        for (int i = 0; i < TRIES; i++) {
            // The first of a pair may find another cache than the second: they take turns.
            if (i % 2 == 0) {
                known[i] = nanos(user.userName());
                unknown[i] = nanos("nobody-of-this-name");
            } else {
                unknown[i] = nanos("nobody-of-this-name");
                known[i] = nanos(user.userName());
            }
        }
        double known50 = median(known);
        double unknown50 = median(unknown);
        String found =
                "medians %.0f and %.0f ns, P(known is slower) = %.3f"
                        .formatted(known50, unknown50, slower(known, unknown));
        System.out.println(found);
        assertThat(Math.abs(known50 - unknown50) / known50).as(found).isLessThan(0.05);
    }

    private long nanos(String name) {
        long start = System.nanoTime();
        users.prove(name, "not the password");
        return System.nanoTime() - start;
    }

    private static double median(long[] times) {
        long[] sorted = times.clone();
        Arrays.sort(sorted);
        return (sorted[sorted.length / 2 - 1] + sorted[sorted.length / 2]) / 2.0;
    }

    /// The rank test's statistic as a probability: 0.5 when nothing can be told.
    private static double slower(long[] some, long[] others) {
        return LongStream.of(some)
                        .mapToDouble(
                                time -> LongStream.of(others).filter(other -> other < time).count())
                        .sum()
                / ((double) some.length * others.length);
    }
}
