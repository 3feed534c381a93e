package dev.procdeck.agent.acts;

import dev.procdeck.agent.services.ServiceOutcomes;
import dev.procdeck.host.services.ServiceState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// What services do after a command that names them has ended: its exit status says only that the
/// service tool was content. Immutable.
///
/// @param words what each is doing, in one line: a break in it would be shown as hostile
/// @param down those that died although they were to run
record UnitsAfter(String words, List<String> down) {

    private static final Duration LOOK = Duration.ofMillis(500);
    private static final int MOST_UNITS = 20;

    /// Looks once, or for a while at what was started: what dies at once does so after the tool has
    /// ended.
    static UnitsAfter look(
            CommandJudge.Touched touched,
            Duration window,
            Function<String, Optional<ServiceState>> stateNow)
            throws InterruptedException {
        List<String> units = touched.units().stream().distinct().limit(MOST_UNITS).toList();
        Map<String, Long> restarts = new HashMap<>();
        long end = System.nanoTime() + window.toNanos();
        UnitsAfter seen = lookOnce(units, touched.toRun(), restarts, stateNow);
        while (touched.toRun() && seen.down.size() < units.size() && System.nanoTime() - end < 0) {
            TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
            seen = lookOnce(units, true, restarts, stateNow);
        }
        return seen;
    }

    /// @param restarts how often each had been restarted at the first look, filled by that
    private static UnitsAfter lookOnce(
            List<String> units,
            boolean toRun,
            Map<String, Long> restarts,
            Function<String, Optional<ServiceState>> stateNow) {
        List<String> words = new ArrayList<>();
        List<String> down = new ArrayList<>();
        for (String unit : units) {
            ServiceState state = stateNow.apply(unit).orElse(null);
            words.add(unit + ": " + (state == null ? "?" : ServiceOutcomes.words(state)));
            if (toRun && state != null) {
                long now = state.nRestarts().orElse(0);
                long before = restarts.computeIfAbsent(unit, first -> now);
                if (now > before || isDown(state)) {
                    down.add(unit);
                }
            }
        }
        return new UnitsAfter(String.join("; ", words), List.copyOf(down));
    }

    private static boolean isDown(ServiceState state) {
        return state.isFailed()
                || state.subState().startsWith("auto-restart")
                || state.subState().equals("backoff");
    }
}
