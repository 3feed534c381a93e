package dev.procdeck.agent.history;

import dev.procdeck.agent.views.ProcessView;
import dev.procdeck.host.processes.ProcessIdentity;
import dev.procdeck.host.processes.ProcessRow;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The processes that mattered, sample by sample, in plain arrays; names are shared by identity.
/// Thread-safe.
final class ProcessRing {
    /// A person points at a chart's pixel, not at a millisecond.
    private static final long TOLERANCE_MILLIS = 1_500;

    /// Beyond the year 5000 milliseconds still fit; an Instant may be farther.
    private static final long FARTHEST_SECOND = 100_000_000_000L;

    private static final int SAMPLE_OVERHEAD_BYTES = 120;

    /// One reference, three floats, one int.
    private static final int ENTRY_BYTES = 20;

    private final long maxAgeNanos;
    private final int maxBytes;
    private final Deque<Sample> samples = new ArrayDeque<>();
    private final Map<ProcessIdentity, Named> names = new HashMap<>();
    private int bytes;

    /// @param rates for each name its CPU percent, bytes read and bytes written per second
    private record Sample(
            long nanos,
            Instant time,
            long intervalNanos,
            int processes,
            float cpuPercent,
            Named[] named,
            float[] rates,
            int[] rssKib) {
        int bytes() {
            return SAMPLE_OVERHEAD_BYTES + named.length * ENTRY_BYTES;
        }
    }

    /// Collects one sample; made by the sampling thread, taken by [#add].
    final class Draft {
        private final List<Named> named = new ArrayList<>();
        private final float[] rates;
        private final int[] rssKib;

        Draft(int capacity) {
            this.rates = new float[capacity * 3];
            this.rssKib = new int[capacity];
        }

        void put(ProcessRow row, ProcessView.Name name, float cpu, float read, float written) {
            int at = named.size();
            rates[at * 3] = cpu;
            rates[at * 3 + 1] = read;
            rates[at * 3 + 2] = written;
            rssKib[at] = (int) Math.min(Integer.MAX_VALUE, row.rssBytes() >> 10);
            named.add(nameOf(row, name));
        }
    }

    ProcessRing(long maxAgeNanos, int maxBytes) {
        this.maxAgeNanos = maxAgeNanos;
        this.maxBytes = maxBytes;
    }

    synchronized void add(
            long nanos,
            Instant time,
            long intervalNanos,
            int processes,
            float cpuPercent,
            Draft draft) {
        Sample sample =
                new Sample(
                        nanos,
                        time,
                        intervalNanos,
                        processes,
                        cpuPercent,
                        draft.named.toArray(Named[]::new),
                        draft.rates,
                        draft.rssKib);
        samples.addLast(sample);
        bytes += sample.bytes();
        for (Named name : sample.named()) {
            if (name.uses++ == 0) {
                bytes += name.bytes();
            }
        }
        while (bytes > maxBytes || nanos - samples.getFirst().nanos() > maxAgeNanos) {
            forget(samples.removeFirst());
        }
    }

    /// The sample whose interval holds the moment, or ends nearest to it.
    Optional<Moment> at(Instant moment) {
        if (Math.abs(moment.getEpochSecond()) > FARTHEST_SECOND) {
            return Optional.empty();
        }
        long wanted = moment.toEpochMilli();
        Sample best = null;
        long bestDistance = TOLERANCE_MILLIS;
        synchronized (this) {
            for (Iterator<Sample> newestFirst = samples.descendingIterator();
                    newestFirst.hasNext(); ) {
                Sample sample = newestFirst.next();
                long end = sample.time().toEpochMilli();
                long begin = end - sample.intervalNanos() / 1_000_000;
                long distance = wanted > end ? wanted - end : Math.max(0, begin - wanted);
                if (distance < bestDistance) {
                    best = sample;
                    bestDistance = distance;
                }
                if (distance == 0) {
                    break;
                }
            }
        }
        return Optional.ofNullable(best).map(ProcessRing::momentOf);
    }

    synchronized @Nullable Instant oldest() {
        return samples.isEmpty() ? null : samples.getFirst().time();
    }

    synchronized @Nullable Instant newest() {
        return samples.isEmpty() ? null : samples.getLast().time();
    }

    synchronized int bytes() {
        return bytes;
    }

    synchronized int size() {
        return samples.size();
    }

    private synchronized Named nameOf(ProcessRow row, ProcessView.Name name) {
        Named known = names.get(row.identity());
        if (known != null && known.isCalled(name)) {
            return known;
        }
        Named fresh = new Named(row, name);
        names.put(row.identity(), fresh);
        return fresh;
    }

    private void forget(Sample sample) {
        bytes -= sample.bytes();
        for (Named name : sample.named()) {
            if (--name.uses == 0) {
                bytes -= name.bytes();
                // After an exec the identity may already have a newer name.
                names.remove(name.identity(), name);
            }
        }
    }

    private static Moment momentOf(Sample sample) {
        List<Moment.Used> used = new ArrayList<>();
        for (int i = 0; i < sample.named().length; i++) {
            used.add(
                    new Moment.Used(
                            sample.named()[i],
                            sample.rates()[i * 3],
                            (long) sample.rssKib()[i] << 10,
                            sample.rates()[i * 3 + 1],
                            sample.rates()[i * 3 + 2]));
        }
        return new Moment(
                sample.time(),
                sample.intervalNanos(),
                sample.processes(),
                sample.cpuPercent(),
                used);
    }
}
