package dev.procdeck.agent.acts;

import java.util.ServiceLoader;

/// Places at which a test may end the agent. The service that does so is found on the test class
/// path alone; without it each place is an empty call.
public final class Failpoints {
    /// What a test offers.
    public interface Hook {
        /// The agent is at this place.
        void reached(Place place);
    }

    /// The places, in the order in which an act passes them.
    public enum Place {
        BEFORE_INTENT,
        AFTER_INTENT,
        AFTER_ACT,
        AFTER_RESULT
    }

    private final Iterable<Hook> hooks;

    public Failpoints() {
        this(ServiceLoader.load(Hook.class).stream().map(ServiceLoader.Provider::get).toList());
    }

    Failpoints(Iterable<Hook> hooks) {
        this.hooks = hooks;
    }

    void reached(Place place) {
        for (Hook hook : hooks) {
            hook.reached(place);
        }
    }
}
