package dev.procdeck.server.acts;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Ends the server at the place that the system property `procdeck.crash` names: `PLACE:N` for the
/// Nth time that it is passed, as kill -9 would; `PLACE:N:memory` by taking all the memory there
/// is.
public final class CrashHook implements Failpoints.Hook {
    private final String[] wanted = System.getProperty("procdeck.crash", "").split(":");
    private final AtomicInteger passed = new AtomicInteger();

    @Override
    public void reached(Failpoints.Place place) {
        if (!place.name().equals(wanted[0])
                || passed.incrementAndGet() != Integer.parseInt(wanted[1])) {
            return;
        }
        if (wanted.length > 2) {
            takeAllMemory();
        }
        Runtime.getRuntime().halt(137);
    }

    private static void takeAllMemory() {
        List<long[]> taken = new ArrayList<>();
        while (taken.size() < Integer.MAX_VALUE) {
            taken.add(new long[1 << 15]);
        }
    }
}
