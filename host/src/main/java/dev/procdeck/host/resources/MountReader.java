package dev.procdeck.host.resources;

import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.libc.StatVfs;
import dev.procdeck.host.procfs.KeptFile;
import dev.procdeck.host.procfs.MountInfo;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Lists the mounted file systems with their space, as `df` does; at most once in ten seconds,
/// since space changes slowly.
///
/// For the sampler's thread. File systems that may block are asked on threads of their own by
/// [SlowMounts].
final class MountReader implements AutoCloseable {

    private static final long PERIOD_NANOS = Duration.ofSeconds(10).toNanos();

    private final KeptFile mountInfo;
    private final LongSupplier monotonicNanos;
    private final SlowMounts slow = new SlowMounts(StatVfs::read);
    private Optional<Reading<List<Resources.Mount>>> last = Optional.empty();
    private long lastNanos;

    MountReader(Path proc, LongSupplier monotonicNanos) {
        this.mountInfo = new KeptFile(proc.resolve("self/mountinfo"));
        this.monotonicNanos = monotonicNanos;
    }

    Reading<List<Resources.Mount>> read() {
        long now = monotonicNanos.getAsLong();
        if (last.isPresent() && now - lastNanos < PERIOD_NANOS) {
            return last.get();
        }
        Reading<List<Resources.Mount>> fresh = mountInfo.read().map(this::mounts);
        last = Optional.of(fresh);
        lastNanos = now;
        return fresh;
    }

    private List<Resources.Mount> mounts(ByteBuffer text) {
        var shown = new ArrayList<Resources.Mount>();
        for (MountInfo mount : select(MountInfo.parse(text))) {
            Reading<StatVfs> space =
                    FileSystemTypes.mayBlock(mount.type())
                            ? slow.read(mount)
                            : StatVfs.read(mount.mountPointBytes());
            boolean empty =
                    space instanceof Reading.Value<StatVfs>(StatVfs v) && v.totalBytes() == 0;
            if (!empty) {
                shown.add(
                        new Resources.Mount(
                                mount.mountPoint(),
                                mount.source(),
                                mount.type(),
                                mount.readOnly(),
                                space.map(MountReader::use)));
            }
        }
        return shown;
    }

    private static Resources.MountUse use(StatVfs space) {
        return new Resources.MountUse(
                space.totalBytes(),
                Math.max(0, space.totalBytes() - space.freeBytes()),
                space.availableBytes(),
                space.totalInodes(),
                space.freeInodes());
    }

    /// One mount for each file system: bind mounts fold into the shortest path, hidden mounts and
    /// those without space are left out.
    static List<MountInfo> select(List<MountInfo> all) {
        Map<String, MountInfo> byPoint = new LinkedHashMap<>();
        for (MountInfo mount : all) {
            // A later mount on the same point hides the earlier one.
            byPoint.remove(mount.mountPoint());
            byPoint.put(mount.mountPoint(), mount);
        }
        Map<String, MountInfo> byDevice = new LinkedHashMap<>();
        for (MountInfo mount : byPoint.values()) {
            if (!FileSystemTypes.hasSpace(mount.type())) {
                continue;
            }
            byDevice.merge(
                    mount.deviceNumber(),
                    mount,
                    (a, b) -> b.mountPoint().length() < a.mountPoint().length() ? b : a);
        }
        return List.copyOf(byDevice.values());
    }

    @Override
    public void close() {
        mountInfo.close();
        slow.close();
    }
}
