package dev.procdeck.host.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.processes.ProcessDetails;
import dev.procdeck.host.processes.ProcessIdentity;
import dev.procdeck.host.procfs.ProcFs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.LongPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The same sockets at the same instant by sock_diag, by /proc/net, by `ss` and by `netstat`.
class SocketComparisonTest {
    private TestSockets sockets;
    private final SocketReader reader = SocketReader.ofHost();
    private final SocketReader fallback =
            new SocketReader(
                    Reading.denied("test"),
                    new FdOwners(ProcFs.at(Path.of("/proc")), System::nanoTime),
                    System::nanoTime);

    @BeforeEach
    void open() throws IOException {
        sockets = TestSockets.open();
    }

    @AfterEach
    void close() {
        sockets.close();
        reader.close();
        fallback.close();
    }

    private static List<SocketRow> rows(SocketReader reader) {
        return reader.listSockets().asOptional().orElseThrow();
    }

    private static Set<Long> pids(SocketRow row) {
        return row.owners().asOptional().orElse(List.of()).stream()
                .map(owner -> (long) owner.pid())
                .collect(Collectors.toSet());
    }

    /// Everything that both tables know, for the test's own sockets.
    @Test
    void bothSourcesAgree() throws Exception {
        assertThat(fallback.fallbackReason()).contains("test");
        eventually(() -> {
            assertThat(comparable(rows(fallback), true)).isEqualTo(comparable(rows(reader), true));
            return null;
        });
    }

    private List<String> comparable(List<SocketRow> rows, boolean withUid) {
        return rows.stream()
                .filter(r ->
                        sockets.ports.contains(r.localPort())
                                || sockets.ports.contains(r.remotePort()))
                .map(r ->
                        String.join(
                                " ",
                                r.protocol().name(),
                                r.state().name(),
                                "" + r.recvQ(),
                                r.state() == SocketState.LISTEN ? "-" : "" + r.sendQ(),
                                r.localAddress() + ":" + r.localPort(),
                                r.remoteAddress() + ":" + r.remotePort(),
                                withUid ? r.user() : "",
                                "" + r.inode(),
                                new TreeSet<>(pids(r)).toString()))
                .sorted()
                .toList();
    }

    /// Rows of this test; other programs' connections come and go while two tools look.
    private boolean isOurs(int localPort, int remotePort) {
        return sockets.ports.contains(localPort) || sockets.ports.contains(remotePort);
    }

    private boolean isOurs(String local, String remote) {
        return isOurs(port(local), port(remote));
    }

    private static int port(String address) {
        String port = address.substring(address.lastIndexOf(':') + 1);
        return port.equals("*") ? 0 : Integer.parseInt(port);
    }

    private static void eventually(Callable<?> check) throws Exception {
        AssertionError last = null;
        for (int i = 0; i < 10; i++) {
            try {
                check.call();
                return;
            } catch (AssertionError e) {
                last = e;
                Thread.sleep(50);
            }
        }
        throw last;
    }

    private static String run(String... command) throws IOException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        return new String(builder.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static final Map<String, SocketState> SS_STATES =
            Map.ofEntries(
                    Map.entry("ESTAB", SocketState.ESTABLISHED),
                    Map.entry("LISTEN", SocketState.LISTEN),
                    Map.entry("UNCONN", SocketState.CLOSE),
                    Map.entry("TIME-WAIT", SocketState.TIME_WAIT),
                    Map.entry("SYN-SENT", SocketState.SYN_SENT),
                    Map.entry("SYN-RECV", SocketState.SYN_RECV),
                    Map.entry("FIN-WAIT-1", SocketState.FIN_WAIT1),
                    Map.entry("FIN-WAIT-2", SocketState.FIN_WAIT2),
                    Map.entry("CLOSE-WAIT", SocketState.CLOSE_WAIT),
                    Map.entry("LAST-ACK", SocketState.LAST_ACK),
                    Map.entry("CLOSING", SocketState.CLOSING));

    /// Every row, with queues, state, addresses and all owners.
    @Test
    void agreesWithSs() throws Exception {
        eventually(() -> {
            List<String> ours = ours(rows(reader));
            assertThat(ours).isEqualTo(ss(_ -> true));
            assertThat(ours).hasSizeGreaterThan(10);
            return null;
        });
    }

    /// The same rows, of one process alone, without a table of all.
    @Test
    void theSocketsOfOneProcessAgreeWithSs() throws Exception {
        long me = ProcessHandle.current().pid();
        try (ProcFs proc = ProcFs.at(Path.of("/proc"))) {
            ProcessIdentity identity =
                    new ProcessDetails(proc).findIdentity((int) me).orElseThrow();
            HeldSockets held = new HeldSockets(proc);
            eventually(() -> {
                List<String> ours = ours(held.find(List.of(identity)).rows());
                List<String> ss = ss(pid -> pid == me);
                ss.removeIf(row -> row.endsWith("[]"));
                assertThat(ours).isEqualTo(ss);
                assertThat(ours)
                        .hasSizeGreaterThan(10)
                        .anyMatch(row -> row.startsWith("udp"))
                        .anyMatch(row -> row.startsWith("tcp LISTEN"))
                        .anyMatch(row -> row.startsWith("tcp ESTABLISHED"));
                return null;
            });
        }
    }

    private List<String> ours(List<SocketRow> rows) {
        return rows.stream()
                .filter(r -> isOurs(r.localPort(), r.remotePort()))
                .map(SocketComparisonTest::asSs)
                .sorted()
                .toList();
    }

    /// This test's rows, with those owners alone that are wanted.
    private List<String> ss(LongPredicate wanted) throws IOException {
        Pattern pid = Pattern.compile("pid=(\\d+)");
        List<String> rows = new ArrayList<>();
        for (String line : run("ss", "-H", "-O", "-n", "-tuap").lines().toList()) {
            String[] f = line.trim().split("\\s+", 7);
            if (!isOurs(f[4], f[5])) {
                continue;
            }
            Set<Long> pids = new TreeSet<>();
            Matcher m = pid.matcher(f.length > 6 ? f[6] : "");
            while (m.find()) {
                pids.add(Long.parseLong(m.group(1)));
            }
            pids.removeIf(owner -> !wanted.test(owner));
            rows.add(
                    String.join(
                            " ",
                            f[0],
                            SS_STATES.get(f[1]).name(),
                            f[2],
                            f[3],
                            ssAddress(f[4]),
                            ssAddress(f[5]),
                            pids.toString()));
        }
        rows.sort(null);
        return rows;
    }

    private static String ssAddress(String text) {
        return text.replaceAll("%[^:]*", "").replace("[::]:", "*:");
    }

    private static String asSs(SocketRow r) {
        String peerPort = r.remotePort() == 0 ? "*" : "" + r.remotePort();
        return String.join(
                " ",
                r.protocol().name().substring(0, 3).toLowerCase(Locale.ROOT),
                r.state().name(),
                "" + r.recvQ(),
                "" + r.sendQ(),
                ssAddress(r.localAddress()) + ":" + r.localPort(),
                ssAddress(r.remoteAddress()) + ":" + peerPort,
                new TreeSet<>(pids(r)).toString());
    }

    /// ss writes `*` or `[::]` for the IPv6 wildcard, by whether it takes IPv4 too.
    private static String ssAddress(IpAddress address) {
        if (!address.isV6()) {
            return address.toString();
        }
        return address.isAny() ? "*" : "[" + address + "]";
    }

    @Test
    void agreesWithNetstat() throws Exception {
        eventually(() -> {
            Map<String, Integer> netstat = new TreeMap<>();
            for (String line : run("netstat", "-tunapW").lines().skip(2).toList()) {
                String[] f = line.trim().split("\\s+");
                if (!isOurs(f[3], f[4])) {
                    continue;
                }
                boolean stateless = f[0].startsWith("udp") && !f[5].equals("ESTABLISHED");
                String state = stateless ? "" : f[5];
                String owner = f[stateless ? 5 : 6];
                String key =
                        String.join(" ", f[0], f[1], f[2], f[3], f[4], state, owner.split("/")[0]);
                netstat.merge(key, 1, Integer::sum);
            }
            Map<String, Integer> ours = new TreeMap<>();
            for (SocketRow r : rows(reader)) {
                if (!isOurs(r.localPort(), r.remotePort())) {
                    continue;
                }
                boolean stateless = r.state() == SocketState.CLOSE;
                // netstat names one owner only: that which it met last.
                Set<Long> pids = pids(r);
                String prefix =
                        String.join(
                                " ",
                                r.protocol().name().toLowerCase(Locale.ROOT),
                                "" + r.recvQ(),
                                // /proc, netstat's source, does not have the backlog
                                r.state() == SocketState.LISTEN ? "0" : "" + r.sendQ(),
                                netstatAddress(r.localAddress()) + ":" + r.localPort(),
                                netstatAddress(r.remoteAddress())
                                        + ":"
                                        + (r.remotePort() == 0 ? "*" : r.remotePort()),
                                stateless ? "" : r.state().name());
                String owner =
                        pids.stream()
                                .map(p -> prefix + " " + p)
                                .filter(netstat::containsKey)
                                .findFirst()
                                .orElse(prefix + " " + (pids.isEmpty() ? "-" : pids));
                ours.merge(owner, 1, Integer::sum);
            }
            assertThat(ours).isEqualTo(netstat);
            return null;
        });
    }

    /// netstat writes IPv4-mapped addresses as if they were IPv4.
    private static String netstatAddress(IpAddress address) {
        return address.toString().replaceFirst("^::ffff:(?=[0-9.]+$)", "");
    }
}
