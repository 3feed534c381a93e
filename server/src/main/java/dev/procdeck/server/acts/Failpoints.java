package dev.procdeck.server.acts;

import java.util.List;
import java.util.ServiceLoader;

/// Places at which a test may end the server. The service that does so is found on the test class
/// path alone; without it each place is an empty call.
public final class Failpoints {
    /// What a test offers.
    public interface Hook {
        /// The server is at this place.
        void reached(Place place);
    }

    /// The places, in the order in which an act passes them.
    public enum Place {
        BEFORE_INTENT,
        AFTER_INTENT,
        AFTER_SEND,
        BEFORE_OUTCOME,
        AFTER_OUTCOME
    }

    private static final List<Hook> HOOKS =
            ServiceLoader.load(Hook.class).stream().map(ServiceLoader.Provider::get).toList();

    private Failpoints() {}

    static void reached(Place place) {
        for (Hook hook : HOOKS) {
            hook.reached(place);
        }
    }
}
