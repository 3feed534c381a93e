package dev.procdeck.host.resources;

import dev.procdeck.host.procfs.NetDev;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which interfaces can carry packets, by /sys/class/net/NAME/operstate. Stateless.
///
/// The kernel writes `down` there for an interface that is switched off, whatever its cable says,
/// so that the file holds both: the same as IFF_UP and IFF_RUNNING together. `unknown` is what
/// drivers say that know of no link, such as `lo`; the kernel takes it for up (RFC 2863).
final class LinkStates {
    private LinkStates() {}

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
