package dev.procdeck.host.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FollowedRunTest {
    private static final CommandSpec SPEC =
            new CommandSpec("test", Path.of("/bin/true"), List.of(), "", CommandLimits.DEFAULT);
    private static final EnforcedLimits ENFORCED = new EnforcedLimits(Map.of());

    @Test
    void aRunThatFailsInAWayNobodyThoughtOfEndsAsUnknown() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        FollowedRun run =
                new FollowedRun(SPEC, ENFORCED, (_, _) -> {}, _ -> told.countDown()) {
                    @Override
                    protected CommandResult.End runToEnd() {
                        throw new IllegalStateException("a bug");
                    }

                    @Override
                    public void cancel() {}
                };
        run.begin();
        assertThat(run.await(Duration.ofMinutes(1)).orElseThrow().end())
                .isInstanceOfSatisfying(
                        CommandResult.Unknown.class,
                        unknown -> assertThat(unknown.why()).contains("a bug"));
        assertThat(told.await(60, TimeUnit.SECONDS)).as("the cage is told").isTrue();
    }
}
