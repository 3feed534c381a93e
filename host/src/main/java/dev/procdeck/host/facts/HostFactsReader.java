package dev.procdeck.host.facts;

import dev.procdeck.host.facts.HostFacts.InterfaceAddresses;
import dev.procdeck.host.facts.HostFacts.Processors;
import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.procfs.CpuInfo;
import dev.procdeck.host.procfs.MalformedFileException;
import dev.procdeck.host.procfs.MemInfo;
import dev.procdeck.host.procfs.Stat;
import dev.procdeck.host.procfs.Uptime;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// Reads the facts of a host on request. Stateless; may be used from any thread.
public final class HostFactsReader {
    private final Path root;
    private final TreeFiles files;
    private final Supplier<Reading<List<InterfaceAddresses>>> interfaces;

    /// Reads this host.
    public static HostFactsReader ofHost() {
        return new HostFactsReader(Path.of("/"), InterfaceReader::read);
    }

    /// @param root the host's root directory, with `etc`, `proc`, `run` and `sys` in it
    /// @param interfaces the network's interfaces, which no file shows
    public HostFactsReader(Path root, Supplier<Reading<List<InterfaceAddresses>>> interfaces) {
        this.root = root;
        this.files = new TreeFiles(root);
        this.interfaces = interfaces;
    }

    public HostFacts read() {
        Reading<OsRelease> os = osRelease();
        Reading<CpuInfo> cpuInfo = parse("proc/cpuinfo", CpuInfo::parse);
        Reading<Stat> stat = parse("proc/stat", Stat::parse);
        Reading<MemInfo> memory = parse("proc/meminfo", MemInfo::parse);
        return new HostFacts(
                flat(os.map(o -> o.first("NAME", "ID"))),
                flat(os.map(o -> o.first("VERSION", "VERSION_ID", "BUILD_ID"))),
                files.line("proc/sys/kernel/hostname"),
                files.line("proc/sys/kernel/osrelease"),
                files.line("proc/sys/kernel/version"),
                architecture(),
                stat.map(Stat::bootTime),
                files.line("proc/sys/kernel/random/boot_id"),
                parse("proc/uptime", Uptime::parse).map(Uptime::sinceBoot),
                HostTimeZone.read(root).map(ZoneId::getId),
                flat(cpuInfo.map(CpuInfo::model)),
                stat.map(s -> s.perCpu().size()),
                processors(stat),
                memory.map(MemInfo::totalBytes),
                memory.map(MemInfo::swapTotalBytes),
                hardware(),
                new VirtualisationReader(files).read(cpuInfo),
                initSystem(),
                interfaces.get(),
                LoggedInUsers.read(files));
    }

    private Reading<OsRelease> osRelease() {
        Reading<String> text = files.text("etc/os-release");
        return (text instanceof Reading.Value<String> ? text : files.text("usr/lib/os-release"))
                .map(OsRelease::parse);
    }

    private <T> Reading<T> parse(String file, Function<ByteBuffer, T> parser) {
        try {
            return files.bytes(file).map(bytes -> parser.apply(ByteBuffer.wrap(bytes)));
        } catch (MalformedFileException e) {
            return Reading.unsupported(String.valueOf(e.getMessage()));
        }
    }

    private static <T> Reading<T> flat(Reading<Optional<T>> reading) {
        return switch (reading) {
            case Reading.Value<Optional<T>>(Optional<T> value) ->
                    value.map(Reading::of).orElseGet(() -> Reading.unsupported("not told"));
            case Reading.Denied<Optional<T>>(String what) -> Reading.denied(what);
            case Reading.Unsupported<Optional<T>>(String what) -> Reading.unsupported(what);
        };
    }

    /// As `uname -m`; the file came with Linux 6.1, before it the JDK's own word is translated.
    private Reading<String> architecture() {
        Reading<String> told = files.line("proc/sys/kernel/arch");
        if (told instanceof Reading.Value<String>) {
            return told;
        }
        String jdk = System.getProperty("os.arch", "");
        return Reading.of(jdk.equals("amd64") ? "x86_64" : jdk);
    }

    /// Distinct packages, and cores within them, of the processors on line, from sysfs, which every
    /// architecture fills alike.
    private Reading<Processors> processors(Reading<Stat> stat) {
        var sockets = new HashSet<String>();
        var cores = new HashSet<String>();
        List<Stat.NumberedCpu> online = stat.asOptional().map(Stat::perCpu).orElse(List.of());
        for (Stat.NumberedCpu cpu : online) {
            String topology = "sys/devices/system/cpu/cpu" + cpu.number() + "/topology/";
            Optional<String> socket = files.line(topology + "physical_package_id").asOptional();
            Optional<String> core = files.line(topology + "core_id").asOptional();
            if (socket.isEmpty() || core.isEmpty() || core.get().equals("-1")) {
                return Reading.unsupported("/" + topology);
            }
            // -1 stands for "not known", which is one package for all that is known
            sockets.add(socket.get());
            String die = files.line(topology + "die_id").asOptional().orElse("");
            String cluster = files.line(topology + "cluster_id").asOptional().orElse("");
            cores.add(String.join(":", socket.get(), die, cluster, core.get()));
        }
        return online.isEmpty()
                ? Reading.unsupported("/proc/stat")
                : Reading.of(new Processors(sockets.size(), cores.size(), online.size()));
    }

    private Reading<String> hardware() {
        String vendor = files.line("sys/class/dmi/id/sys_vendor").asOptional().orElse("");
        String product = files.line("sys/class/dmi/id/product_name").asOptional().orElse("");
        String both = (vendor + " " + product).strip();
        return both.isEmpty() ? files.line("proc/device-tree/model") : Reading.of(both);
    }

    private Reading<String> initSystem() {
        // The test that sd_booted(3) makes
        if (files.exists("run/systemd/system")) {
            return Reading.of("systemd");
        }
        if (files.exists("run/openrc")) {
            return Reading.of("openrc");
        }
        boolean sysv = files.exists("etc/inittab") && files.exists("etc/init.d");
        return files.line("proc/1/comm")
                .map(comm -> comm.equals("init") && sysv ? "sysvinit" : comm);
    }
}
