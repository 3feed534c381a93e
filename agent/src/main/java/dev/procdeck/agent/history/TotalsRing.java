package dev.procdeck.agent.history;

import dev.procdeck.protocol.codec.ProtocolException;
import dev.procdeck.protocol.codec.ResourcesCodec;
import dev.procdeck.protocol.codec.WireReader;
import dev.procdeck.protocol.codec.WireWriter;
import dev.procdeck.protocol.live.Resources;
import dev.procdeck.protocol.live.Resources.Disk;
import dev.procdeck.protocol.live.Resources.NetworkInterface;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// The host's totals of the last hour, each sample as the bytes that the protocol would send: some
/// 500 instead of 3,000. Thread-safe.
final class TotalsRing {
    /// More devices than this would let the hosts with a thousand container interfaces forget
    /// sooner: of more, the busiest are kept.
    private static final int MAX_DEVICES = 8;

    /// Object headers, the reference and the queue's slot.
    private static final int OVERHEAD_BYTES = 56;

    private final long maxAgeNanos;
    private final int maxBytes;
    private final Deque<Kept> samples = new ArrayDeque<>();
    private final WireWriter writer = new WireWriter(1024);
    private int bytes;

    private record Kept(long nanos, byte[] encoded) {
        int bytes() {
            return encoded.length + OVERHEAD_BYTES;
        }
    }

    TotalsRing(long maxAgeNanos, int maxBytes) {
        this.maxAgeNanos = maxAgeNanos;
        this.maxBytes = maxBytes;
    }

    /// @param nanos monotonic time of the sample
    synchronized void add(long nanos, Resources sample) {
        writer.clear();
        ResourcesCodec.putResources(writer, lean(sample));
        Kept kept = new Kept(nanos, writer.toBytes());
        samples.addLast(kept);
        bytes += kept.bytes();
        while (bytes > maxBytes || nanos - samples.getFirst().nanos() > maxAgeNanos) {
            bytes -= samples.removeFirst().bytes();
        }
    }

    /// The samples since `fromNanos`, oldest first.
    List<Resources> since(long fromNanos) {
        List<Kept> wanted = new ArrayList<>();
        synchronized (this) {
            for (Kept kept : samples) {
                if (kept.nanos() - fromNanos >= 0) {
                    wanted.add(kept);
                }
            }
        }
        return wanted.stream().map(kept -> decoded(kept.encoded())).toList();
    }

    synchronized int bytes() {
        return bytes;
    }

    synchronized int size() {
        return samples.size();
    }

    private static Resources decoded(byte[] bytes) {
        try {
            return ResourcesCodec.takeResources(new WireReader(bytes));
        } catch (ProtocolException e) {
            throw new IllegalStateException("the memory holds what it did not write", e);
        }
    }

    /// What a chart needs.
    private static Resources lean(Resources r) {
        return new Resources(
                r.time(),
                r.intervalSeconds(),
                r.tasks(),
                r.cpu(),
                List.of(),
                r.memory(),
                r.swap(),
                r.load(),
                r.uptimeSeconds(),
                r.pressure(),
                busiest(r.disks(), TotalsRing::traffic),
                List.of(),
                busiest(r.interfaces(), TotalsRing::traffic).stream()
                        .map(TotalsRing::lean)
                        .toList());
    }

    private static NetworkInterface lean(NetworkInterface each) {
        return new NetworkInterface(
                each.name(),
                each.up(),
                each.receiveBytesPerSecond(),
                each.transmitBytesPerSecond(),
                null,
                null,
                null,
                null);
    }

    private static <T> List<T> busiest(List<T> devices, ToDoubleFunction<T> traffic) {
        if (devices.size() <= MAX_DEVICES) {
            return devices;
        }
        return devices.stream()
                .sorted(Comparator.comparingDouble(traffic).reversed())
                .limit(MAX_DEVICES)
                .toList();
    }

    private static double traffic(Disk disk) {
        return orNone(disk.readBytesPerSecond()) + orNone(disk.writeBytesPerSecond());
    }

    private static double traffic(NetworkInterface each) {
        return orNone(each.receiveBytesPerSecond()) + orNone(each.transmitBytesPerSecond());
    }

    private static double orNone(@Nullable Double rate) {
        return rate == null ? 0 : rate;
    }
}
