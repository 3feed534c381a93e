package dev.procdeck.agent.sampling;

import dev.procdeck.agent.policy.Policy;
import dev.procdeck.agent.views.ResourcesView;
import dev.procdeck.host.processes.TaskCounts;
import dev.procdeck.host.procfs.ProcFs;
import dev.procdeck.host.resources.ResourceReader;
import dev.procdeck.host.resources.ResourceSample;
import dev.procdeck.protocol.live.Live;
import dev.procdeck.protocol.live.Resources;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The host's totals.
final class ResourceCollector implements Collector, AutoCloseable {
    private static final double MILLIS_PER_SECOND = 1e3;

    private final ResourceReader reader;
    private final ProcFs proc;
    private final ProcessCollector processes;
    private final Consumer<Live> publish;
    private @Nullable ResourceSample previous;
    private @Nullable Resources newest;
    private long sampledTick;

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
        sampledTick = tick;
        Resources shown = shown(resources, processes.counts(tick));
        newest = shown;
        publish.accept(new Live.ResourcesFrame(tick, shown));
    }

    @Nullable Resources newest() {
        return newest;
    }

    /// The counters at this tick for the memory; read when they were not yet.
    ResourceSample sample(long tick) {
        ResourceSample known = previous;
        return known != null && sampledTick == tick ? known : reader.sampleWithoutMounts();
    }

    Resources shown(dev.procdeck.host.resources.Resources resources, TaskCounts tasks) {
        return ResourcesView.of(
                resources,
                tasks,
                proc.readUptimeMillis()
                        .asOptional()
                        .map(millis -> millis / MILLIS_PER_SECOND)
                        .orElse(null));
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
}
