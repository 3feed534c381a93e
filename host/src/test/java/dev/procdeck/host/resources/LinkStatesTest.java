package dev.procdeck.host.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.procdeck.host.procfs.NetDev;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a kernel writes for real interfaces, made in a network namespace that ends with the test.
class LinkStatesTest {
    private static final String MAKE =
            """
            set -e
            ip link set lo up
            ip link add on type veth peer name peer
            ip link set on up
            ip link set peer up
            ip link add alone type veth peer name off
            ip link set alone up
            mkdir "$1/sys"
            mount -t sysfs sysfs "$1/sys"
            for net in lo on peer alone off; do
                mkdir -p "$1/seen/$net"
                cat "$1/sys/class/net/$net/operstate" > "$1/seen/$net/operstate"
            done
            """;

    @TempDir Path folder;

    @Test
    void aLinkIsDownWhenItOrItsPeerIsSwitchedOff() throws Exception {
        Process made =
                new ProcessBuilder("unshare", "-n", "-m", "sh", "-c", MAKE, "sh", folder.toString())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assumeTrue(made.waitFor() == 0, "needs root, ip and veth: " + said);
        List<NetDev> all =
                Stream.of("lo", "on", "peer", "alone", "off", "gone")
                        .map(name -> new NetDev(name, 0, 0, 0, 0, 0, 0, 0, 0))
                        .toList();
        assertThat(LinkStates.read(folder.resolve("seen"), all))
                .containsOnly(
                        entry("lo", true),
                        entry("on", true),
                        entry("peer", true),
                        entry("alone", false),
                        entry("off", false));
    }

    @Test
    void aLinkIsLookedAtAgainAfterFiveSecondsAndWhenAnotherAppears() throws Exception {
        List<NetDev> one = List.of(new NetDev("a", 0, 0, 0, 0, 0, 0, 0, 0));
        List<NetDev> two = List.of(one.getFirst(), new NetDev("b", 0, 0, 0, 0, 0, 0, 0, 0));
        AtomicLong seconds = new AtomicLong();
        LinkStates links = new LinkStates(folder, () -> TimeUnit.SECONDS.toNanos(seconds.get()));
        write("a", "up");
        assertThat(links.read(one)).containsOnly(entry("a", true));
        write("a", "down");
        seconds.set(4);
        assertThat(links.read(one)).containsOnly(entry("a", true));
        seconds.set(5);
        assertThat(links.read(one)).containsOnly(entry("a", false));
        write("a", "up");
        write("b", "up");
        assertThat(links.read(two)).containsOnly(entry("a", true), entry("b", true));
    }

    private void write(String name, String state) throws IOException {
        Path directory = Files.createDirectories(folder.resolve(name));
        Files.writeString(directory.resolve("operstate"), state + "\n");
    }
}
