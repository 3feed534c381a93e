package dev.procdeck.agent;

import dev.procdeck.host.services.ServiceManager;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/// Whether another manager has a service of a name, asked of it once in a while only: a name that
/// it has not loaded costs it work. Thread-safe.
final class RuledByAnother implements Predicate<String> {
    private static final long VALID_NANOS = 30_000_000_000L;
    private static final int MAX_NAMES = 1_000;

    private final List<ServiceManager> others;
    private final LongSupplier monotonicNanos;
    private final Map<String, Boolean> known = new HashMap<>();
    private long askedNanos;

    RuledByAnother(List<ServiceManager> others, LongSupplier monotonicNanos) {
        this.others = others;
        this.monotonicNanos = monotonicNanos;
    }

    @Override
    public synchronized boolean test(String name) {
        long now = monotonicNanos.getAsLong();
        if (known.size() > MAX_NAMES || now - askedNanos > VALID_NANOS) {
            known.clear();
            askedNanos = now;
        }
        return known.computeIfAbsent(name, this::ask);
    }

    private boolean ask(String name) {
        return others.stream().anyMatch(manager -> manager.resolve(name).isPresent());
    }
}
