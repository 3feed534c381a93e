package dev.procdeck.agent.views;

import dev.procdeck.agent.policy.Policy;
import dev.procdeck.host.services.Capabilities;
import dev.procdeck.host.services.ServiceAbilities;
import dev.procdeck.host.services.ServiceRow;
import dev.procdeck.protocol.Unavailable;
import dev.procdeck.protocol.operation.ServiceVerb;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Rows of the service list. Pure.
public final class ServiceView {
    private ServiceView() {}

    /// @param cpuPercent over the last interval; null at first sight
    public static dev.procdeck.protocol.live.ServiceRow row(
            ServiceRow row, Capabilities capabilities, Policy policy, @Nullable Double cpuPercent) {
        Map<String, Unavailable> unavailable = new HashMap<>();
        Long memory = Readings.orNull(row.usage().memoryBytes(), "memoryBytes", unavailable);
        Long tasks = Readings.orNull(row.usage().tasks(), "tasks", unavailable);
        Long cpu = Readings.orNull(row.usage().cpuNanoseconds(), "cpuSeconds", unavailable);
        if (!row.state().isActive()) {
            // What does not run has no numbers; that is no lack.
            unavailable.clear();
        }
        return new dev.procdeck.protocol.live.ServiceRow(
                row.name(),
                row.manager(),
                row.description(),
                row.state().loadState(),
                row.state().activeState(),
                row.state().subState(),
                row.state().fileState(),
                row.state().result().isEmpty() ? null : row.state().result(),
                orNull(row.state().mainPid()),
                memory,
                cpuPercent == null ? null : Readings.tenths(cpuPercent),
                cpu == null ? null : Math.round(cpu / 1e7) / 100.0,
                tasks,
                orNull(row.state().nRestarts()),
                row.state().since().orElse(null),
                policy.protectionOf(row.name()),
                verbs(row.abilities(), capabilities),
                unavailable);
    }

    private static Set<ServiceVerb> verbs(ServiceAbilities abilities, Capabilities capabilities) {
        Set<ServiceVerb> verbs = EnumSet.noneOf(ServiceVerb.class);
        for (dev.procdeck.host.services.ServiceVerb verb : capabilities.verbs()) {
            boolean able =
                    switch (verb) {
                        case START -> abilities.canStart() && !abilities.refuseManualStart();
                        case STOP -> abilities.canStop() && !abilities.refuseManualStop();
                        case RESTART ->
                                abilities.canRestart()
                                        && abilities.canStart()
                                        && !abilities.refuseManualStart()
                                        && !abilities.refuseManualStop();
                        case RELOAD -> abilities.canReload();
                        case ENABLE, DISABLE, RESET_FAILED -> true;
                    };
            if (able) {
                verbs.add(ServiceVerb.valueOf(verb.name()));
            }
        }
        return verbs;
    }

    static @Nullable Integer orNull(OptionalInt value) {
        return value.isPresent() ? value.getAsInt() : null;
    }

    private static @Nullable Long orNull(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }
}
