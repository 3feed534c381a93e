package dev.procdeck.server.acts;

import java.util.concurrent.atomic.AtomicInteger;

/// Ends the server, as kill -9 would, at the place that the system property `procdeck.crash` names:
/// `PLACE:N` for the Nth time that it is passed.
public final class CrashHook implements Failpoints.Hook {
    private final String wanted = System.getProperty("procdeck.crash", "");
    private final AtomicInteger passed = new AtomicInteger();

    @Override
    public void reached(Failpoints.Place place) {
        int colon = wanted.indexOf(':');
        if (colon > 0
                && place.name().equals(wanted.substring(0, colon))
                && passed.incrementAndGet() == Integer.parseInt(wanted.substring(colon + 1))) {
            Runtime.getRuntime().halt(137);
        }
    }
}
