package dev.procdeck.agent.sampling;

import dev.procdeck.agent.policy.Policy;
import dev.procdeck.agent.views.ResourcesView;
import dev.procdeck.host.procfs.ProcFs;
import dev.procdeck.host.resources.ResourceReader;
import dev.procdeck.host.resources.ResourceSample;
import dev.procdeck.protocol.live.Live;
import dev.procdeck.protocol.live.Resources;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The host's totals, and their history while they were sampled.
final class ResourceCollector implements Collector, AutoCloseable {
    private static final int MAX_HISTORY = 3_600;
    private static final double MILLIS_PER_SECOND = 1e3;

    private final ResourceReader reader;
    private final ProcFs proc;
    private final ProcessCollector processes;
    private final Consumer<Live> publish;
    private final Deque<Resources> history = new ArrayDeque<>();
    private @Nullable ResourceSample previous;
    private @Nullable Resources newest;

    ResourceCollector(
            ResourceReader reader,
            ProcFs proc,
            ProcessCollector processes,
            Consumer<Live> publish) {
        this.reader = reader;
        this.proc = proc;
        this.processes = processes;
        this.publish = publish;
    }

    @Override
    public void collect(long tick, Policy policy) {
        ResourceSample now = reader.sample();
        var resources = previous == null ? now.alone() : now.since(previous);
        previous = now;
        Resources shown =
                ResourcesView.of(
                        resources,
                        processes.sample(tick).counts(),
                        proc.readUptimeMillis().asOptional().orElse(0L) / MILLIS_PER_SECOND);
        newest = shown;
        if (shown.intervalSeconds() != null) {
            synchronized (history) {
                history.addLast(withoutLists(shown));
                if (history.size() > MAX_HISTORY) {
                    history.removeFirst();
                }
            }
        }
        publish.accept(new Live.ResourcesFrame(tick, shown));
    }

    @Nullable Resources newest() {
        return newest;
    }

    /// The samples of the last seconds, oldest first. From any thread.
    List<Resources> history(int seconds) {
        synchronized (history) {
            if (history.isEmpty()) {
                return List.of();
            }
            var from = history.getLast().time().minusSeconds(seconds);
            List<Resources> samples = new ArrayList<>();
            for (Resources one : history) {
                if (!one.time().isBefore(from)) {
                    samples.add(one);
                }
            }
            return samples;
        }
    }

    @Override
    public void pause() {
        previous = null;
        newest = null;
    }

    @Override
    public void close() {
        reader.close();
    }

    /// What a chart needs: an hour of file systems would be a hundred times the memory.
    private static Resources withoutLists(Resources r) {
        return new Resources(
                r.time(),
                r.intervalSeconds(),
                r.tasks(),
                r.cpu(),
                List.of(),
                r.memory(),
                r.swap(),
                r.loadOne(),
                r.loadFive(),
                r.loadFifteen(),
                r.uptimeSeconds(),
                r.pressure(),
                r.disks(),
                List.of(),
                r.interfaces());
    }
}
