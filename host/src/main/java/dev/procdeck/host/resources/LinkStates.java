package dev.procdeck.host.resources;

import dev.procdeck.host.procfs.NetDev;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/// Which interfaces can carry packets, by /sys/class/net/NAME/operstate; looked at every five
/// seconds and when an interface comes or goes, since each costs three system calls and a host of
/// containers has a thousand. For the sampler's thread.
///
/// The kernel writes `down` there for an interface that is switched off, whatever its cable says,
/// so that the file holds both: the same as IFF_UP and IFF_RUNNING together. `unknown` is what
/// drivers say that know of no link, such as `lo`; the kernel takes it for up (RFC 2863).
final class LinkStates {
    private static final long PERIOD_NANOS = Duration.ofSeconds(5).toNanos();

    private final Path sysClassNet;
    private final LongSupplier monotonicNanos;
    private List<String> names = List.of();
    private Map<String, Boolean> last = Map.of();
    private long lastNanos;

    LinkStates(Path sysClassNet, LongSupplier monotonicNanos) {
        this.sysClassNet = sysClassNet;
        this.monotonicNanos = monotonicNanos;
    }

    /// Whether each is up, by name, as of the last five seconds; those that cannot be read are
    /// missing.
    Map<String, Boolean> read(List<NetDev> interfaces) {
        List<String> now = interfaces.stream().map(NetDev::name).toList();
        long nanos = monotonicNanos.getAsLong();
        if (!now.equals(names) || nanos - lastNanos >= PERIOD_NANOS) {
            last = read(sysClassNet, interfaces);
            names = now;
            lastNanos = nanos;
        }
        return last;
    }

    /// Whether each is up, by name; those that cannot be read are missing.
    static Map<String, Boolean> read(Path sysClassNet, List<NetDev> interfaces) {
        Map<String, Boolean> up = new HashMap<>();
        for (NetDev net : interfaces) {
            try {
                Path file = sysClassNet.resolve(net.name()).resolve("operstate");
                String state = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
                up.put(net.name(), state.equals("up") || state.equals("unknown"));
            } catch (IOException | InvalidPathException _) {
                // It went away meanwhile, or sysfs shows another network namespace.
            }
        }
        return Map.copyOf(up);
    }
}
