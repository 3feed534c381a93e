package dev.procdeck.host.resources;

import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.procfs.DiskStats;
import dev.procdeck.host.procfs.KeptFile;
import dev.procdeck.host.procfs.LoadAvg;
import dev.procdeck.host.procfs.MalformedFileException;
import dev.procdeck.host.procfs.MemInfo;
import dev.procdeck.host.procfs.NetDev;
import dev.procdeck.host.procfs.Pressure;
import dev.procdeck.host.procfs.Stat;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;

/// Takes samples of the host's counters; keeps the files open between them.
///
/// For the sampler's thread. Closing it gives the files back.
public final class ResourceReader implements AutoCloseable {

    private final Path sysBlock;
    private final InstantSource wallClock;
    private final LongSupplier monotonicNanos;
    private final MountReader mounts;
    private final LinkStates links;
    private final KeptFile stat;
    private final KeptFile memInfo;
    private final KeptFile loadAvg;
    private final KeptFile cpuPressure;
    private final KeptFile memoryPressure;
    private final KeptFile ioPressure;
    private final KeptFile diskStats;
    private final KeptFile netDev;
    private final Map<String, Boolean> wholeDisks = new HashMap<>();

    /// Reads this host with the system's clocks.
    public static ResourceReader ofHost() {
        return at(Path.of("/"), InstantSource.system(), System::nanoTime);
    }

    /// Reads the host whose root directory, with `proc` and `sys` in it, is `root`.
    public static ResourceReader at(
            Path root, InstantSource wallClock, LongSupplier monotonicNanos) {
        return new ResourceReader(root, wallClock, monotonicNanos);
    }

    private ResourceReader(Path root, InstantSource wallClock, LongSupplier monotonicNanos) {
        Path proc = root.resolve("proc");
        this.sysBlock = root.resolve("sys/block");
        this.wallClock = wallClock;
        this.monotonicNanos = monotonicNanos;
        this.mounts = new MountReader(proc, monotonicNanos);
        this.links = new LinkStates(root.resolve("sys/class/net"), monotonicNanos);
        this.stat = new KeptFile(proc.resolve("stat"));
        this.memInfo = new KeptFile(proc.resolve("meminfo"));
        this.loadAvg = new KeptFile(proc.resolve("loadavg"));
        this.cpuPressure = new KeptFile(proc.resolve("pressure/cpu"));
        this.memoryPressure = new KeptFile(proc.resolve("pressure/memory"));
        this.ioPressure = new KeptFile(proc.resolve("pressure/io"));
        this.diskStats = new KeptFile(proc.resolve("diskstats"));
        this.netDev = new KeptFile(proc.resolve("self/net/dev"));
    }

    public ResourceSample sample() {
        return sample(mounts.read());
    }

    /// Without the file systems, which may block or wake a disk: for when nobody looks.
    public ResourceSample sampleWithoutMounts() {
        return sample(Reading.unsupported("not read"));
    }

    private ResourceSample sample(Reading<List<Resources.Mount>> space) {
        Reading<List<NetDev>> interfaces = parse(netDev, NetDev::parse);
        return new ResourceSample(
                wallClock.instant(),
                monotonicNanos.getAsLong(),
                parse(stat, Stat::parse),
                parse(memInfo, MemInfo::parse),
                parse(loadAvg, LoadAvg::parse),
                parse(cpuPressure, Pressure::parse),
                parse(memoryPressure, Pressure::parse),
                parse(ioPressure, Pressure::parse),
                parse(
                        diskStats,
                        text -> DiskStats.parse(text).stream().filter(this::isShown).toList()),
                interfaces,
                links.read(interfaces.asOptional().orElse(List.of())),
                space);
    }

    private static <T> Reading<T> parse(KeptFile file, Function<ByteBuffer, T> parser) {
        return switch (file.read()) {
            case Reading.Value<ByteBuffer>(ByteBuffer text) -> {
                try {
                    yield Reading.of(parser.apply(text));
                } catch (MalformedFileException e) {
                    yield Reading.unsupported(String.valueOf(e.getMessage()));
                }
            }
            case Reading.Denied<ByteBuffer>(String what) -> Reading.denied(what);
            case Reading.Unsupported<ByteBuffer>(String what) -> Reading.unsupported(what);
        };
    }

    /// Whole disks only, since partitions would count twice; loop devices and others that never did
    /// IO are left out.
    private boolean isShown(DiskStats disk) {
        if (disk.readsCompleted() == 0 && disk.writesCompleted() == 0) {
            return false;
        }
        return wholeDisks.computeIfAbsent(
                disk.device(),
                // sysfs writes the slash of names like cciss/c0d0 as an exclamation mark
                name ->
                        !Files.isDirectory(sysBlock)
                                || Files.exists(sysBlock.resolve(name.replace('/', '!'))));
    }

    @Override
    public void close() {
        for (KeptFile file :
                List.of(
                        stat,
                        memInfo,
                        loadAvg,
                        cpuPressure,
                        memoryPressure,
                        ioPressure,
                        diskStats,
                        netDev)) {
            file.close();
        }
        mounts.close();
    }
}
