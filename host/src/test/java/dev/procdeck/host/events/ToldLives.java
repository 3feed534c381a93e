package dev.procdeck.host.events;

import dev.procdeck.host.processes.ProcFsProcessSource;
import dev.procdeck.host.procfs.ProcFs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/// What a source tells of the lives on this host, for tests.
public final class ToldLives implements ProcessEvents.Listener, AutoCloseable {
    private static final long PATIENCE_NANOS = 20_000_000_000L;

    private final ProcessEvents events;
    private final List<Life> order = new ArrayList<>();
    private final Map<Life, ProcessEvent.Exited> ends = new HashMap<>();
    private final Map<Life, Integer> execs = new HashMap<>();

    public ToldLives(ProcessEventSource source, ProcFs proc) {
        events = new ProcessEvents(source, () -> new ProcFsProcessSource(proc), proc, this);
        events.setEager(true);
        events.begin();
    }

    @Override
    public void started(Life life) {
        order.add(life);
    }

    @Override
    public void executed(Life life) {
        execs.merge(life, 1, Integer::sum);
    }

    @Override
    public void ended(Life life, ProcessEvent.Exited how) {
        if (!order.contains(life)) {
            order.add(life);
        }
        ends.put(life, how);
    }

    /// Reads until the condition holds.
    public void readUntil(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("patience is over");
            }
            events.await(100);
            events.read();
        }
    }

    public List<Life> of(long pid) {
        return order.stream().filter(life -> life.identity().pid() == pid).toList();
    }

    /// The lives whose command line contains a text.
    public List<Life> running(String text) {
        return order.stream()
                .filter(life ->
                        life.commandLine() != null && life.commandLine().text().contains(text))
                .toList();
    }

    public ProcessEvent.Exited endOf(Life life) {
        return ends.get(life);
    }

    public boolean hasEnded(long pid) {
        return of(pid).stream().anyMatch(ends::containsKey);
    }

    public int execsOf(Life life) {
        return execs.getOrDefault(life, 0);
    }

    public long lost() {
        return events.lost();
    }

    public int running() {
        return events.running();
    }

    @Override
    public void close() {
        events.close();
    }
}
