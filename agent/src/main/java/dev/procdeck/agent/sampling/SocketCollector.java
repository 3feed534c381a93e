package dev.procdeck.agent.sampling;

import dev.procdeck.agent.policy.Policy;
import dev.procdeck.agent.views.SocketView;
import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.libc.SystemCalls;
import dev.procdeck.host.processes.ProcessSample;
import dev.procdeck.host.sockets.SocketRow;
import dev.procdeck.host.sockets.SocketSource;
import dev.procdeck.protocol.live.Live;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The socket table. Its period stretches by itself, so that reading it stays under two hundredths
/// of a processor.
final class SocketCollector implements Collector, AutoCloseable {
    private static final long COST_FACTOR = 50;
    private static final long FIRST_PASS_FACTOR = 4;
    private static final long MAX_PERIOD_NANOS = 60_000_000_000L;
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final Supplier<SocketSource> open;
    private final ProcessCollector processes;
    private final Consumer<Live> publish;
    private final Supplier<Long> periodNanos;
    private Map<Long, Held> held = new HashMap<>();
    private final SocketView view = new SocketView();
    private final Map<SocketRow, Long> ownIds = new HashMap<>();
    private @Nullable SocketSource source;
    private long lastTick;
    private long nextOwnId = -1;
    private long costNanos;

    /// A row that the receivers hold, and what it was made from.
    private record Held(SocketRow from, dev.procdeck.protocol.live.SocketRow row) {}

    SocketCollector(
            Supplier<SocketSource> open,
            ProcessCollector processes,
            Consumer<Live> publish,
            Supplier<Long> periodNanos) {
        this.open = open;
        this.processes = processes;
        this.publish = publish;
        this.periodNanos = periodNanos;
    }

    @Override
    public void collect(long tick, Policy policy) {
        long begun = SystemCalls.threadCpuNanos();
        SocketSource reader = source;
        if (reader == null) {
            reader = open.get();
            source = reader;
        }
        if (!(reader.listSockets()
                instanceof Reading.Value<List<SocketRow>>(List<SocketRow> all))) {
            throw new IllegalStateException("no socket table can be read");
        }
        processes.ensure(tick);
        Map<Long, Held> now = HashMap.newHashMap(all.size());
        List<dev.procdeck.protocol.live.SocketRow> rows = new ArrayList<>();
        Map<SocketRow, Long> ids = new HashMap<>();
        for (SocketRow row : all) {
            long id = idOf(row, ids);
            Held before = held.get(id);
            if (before != null && before.from() == row) {
                now.putIfAbsent(id, before);
                continue;
            }
            dev.procdeck.protocol.live.SocketRow shown = view.row(id, row, this::unitOf);
            if (now.putIfAbsent(id, new Held(row, shown)) == null
                    && (before == null || !before.row().equals(shown))) {
                rows.add(shown);
            }
        }
        List<Long> gone = new ArrayList<>();
        for (Long id : held.keySet()) {
            if (!now.containsKey(id)) {
                gone.add(id);
            }
        }
        ownIds.clear();
        ownIds.putAll(ids);
        held = now;
        long took = SystemCalls.threadCpuNanos() - begun;
        // The first pass runs cold and opens everything: later ones cost a fraction. A cheaper one
        // counts at once, since after a dear one the next is a long time away.
        costNanos =
                costNanos == 0 ? took / FIRST_PASS_FACTOR : Math.min(took, (costNanos + took) / 2);
        long period = Math.max(periodNanos.get(), minPeriodNanos());
        publish.accept(
                new Live.SocketsFrame(
                        tick,
                        Collector.base(lastTick),
                        Instant.now(),
                        (int) (period / NANOS_PER_MILLI),
                        rows,
                        lastTick == 0 ? List.of() : gone));
        lastTick = tick;
    }

    /// The rows that are known now.
    List<dev.procdeck.protocol.live.SocketRow> newest() {
        return held.values().stream().map(Held::row).toList();
    }

    @Override
    public long minPeriodNanos() {
        return Math.min(costNanos * COST_FACTOR, MAX_PERIOD_NANOS);
    }

    @Override
    public void pause() {
        lastTick = 0;
        held = new HashMap<>();
        ownIds.clear();
        view.forgetAll();
        close();
    }

    @Override
    public void close() {
        SocketSource reader = source;
        source = null;
        if (reader != null) {
            reader.close();
        }
    }

    /// The kernel's cookie; where there is none, a number of ours that the same row keeps.
    private long idOf(SocketRow row, Map<SocketRow, Long> ids) {
        if (row.cookie() != 0) {
            return row.cookie();
        }
        Long known = ownIds.get(row);
        long id = known == null ? nextOwnId-- : known;
        ids.put(row, id);
        return id;
    }

    private @Nullable String unitOf(int pid) {
        ProcessSample sample = processes.newest();
        return sample == null ? null : sample.find(pid).map(row -> row.unit()).orElse(null);
    }
}
