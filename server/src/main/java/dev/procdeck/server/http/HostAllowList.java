package dev.procdeck.server.http;

import dev.procdeck.server.ServerOptions;
import dev.procdeck.server.time.SteadyClock;
import dev.procdeck.server.tls.MachineNames;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The names under which browsers may ask for this server: loopback's, the machine's own, and
/// `--host`. It is what stops DNS rebinding. The port does not matter: a tunnel may have another
/// one. Thread-safe.
@Component
public class HostAllowList {
    private static final Duration REFRESH = Duration.ofSeconds(10);

    private final List<String> furtherNames;
    private final SteadyClock clock;
    private volatile Snapshot snapshot;

    private record Snapshot(Set<String> hosts, Instant readAt) {}

    public HostAllowList(ServerOptions options, SteadyClock clock) {
        this.furtherNames = options.hostNames();
        this.clock = clock;
        this.snapshot = read();
    }

    /// Whether a request for this host (without its port) is meant for us. An unknown one makes the
    /// machine's addresses be read again, at most every ten seconds, since they can change.
    public boolean allows(@Nullable String host) {
        if (host == null || host.isEmpty() || host.length() > 255) {
            return false;
        }
        String key = key(host);
        if (snapshot.hosts().contains(key)) {
            return true;
        }
        if (clock.instant().isBefore(snapshot.readAt().plus(REFRESH))) {
            return false;
        }
        snapshot = read();
        return snapshot.hosts().contains(key);
    }

    private Snapshot read() {
        MachineNames names = MachineNames.read(furtherNames);
        Set<String> hosts = new HashSet<>(names.dnsNames());
        for (byte[] address : names.addresses()) {
            try {
                hosts.add(InetAddress.getByAddress(address).getHostAddress());
            } catch (UnknownHostException e) {
                throw new IllegalStateException("an interface address has a wrong length", e);
            }
        }
        furtherNames.forEach(name -> hosts.add(key(name)));
        return new Snapshot(Set.copyOf(hosts), clock.instant());
    }

    /// One spelling per host: lower case, addresses in the JDK's form without brackets. Names are
    /// not resolved.
    private static String key(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        boolean bracketed = lower.startsWith("[") && lower.endsWith("]");
        if (!bracketed && lower.indexOf(':') < 0) {
            return lower;
        }
        String literal = bracketed ? lower.substring(1, lower.length() - 1) : lower;
        try {
            return InetAddress.ofLiteral(literal).getHostAddress();
        } catch (IllegalArgumentException e) {
            return lower;
        }
    }
}
