package dev.procdeck.agent.views;

import dev.procdeck.host.facts.HostFacts;
import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.resources.Resources;
import dev.procdeck.protocol.answer.HostFacts.Address;
import dev.procdeck.protocol.answer.HostFacts.Load;
import dev.procdeck.protocol.answer.HostFacts.LoggedInUser;
import dev.procdeck.protocol.answer.HostFacts.Notice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the host is. Pure.
public final class FactsView {
    private static final double MILLIS_PER_SECOND = 1e3;

    private FactsView() {}

    /// What the agent says of itself.
    ///
    /// @param limits what it cannot see or do
    public record Self(
            String version,
            String user,
            boolean privileged,
            String processSource,
            @Nullable String processSourceReason,
            String socketSource,
            @Nullable String socketSourceReason,
            List<String> serviceManagers,
            List<Notice> limits) {}

    public static dev.procdeck.protocol.answer.HostFacts of(
            HostFacts facts, Reading<Resources.Load> load, Self self) {
        Optional<HostFacts.Processors> processors = facts.processors().asOptional();
        return new dev.procdeck.protocol.answer.HostFacts(
                orNull(facts.osName()),
                orNull(facts.osVersion()),
                orNull(facts.hostName()),
                orNull(facts.kernelRelease()),
                orNull(facts.architecture()),
                orNull(facts.bootId()),
                orNull(facts.bootTime()),
                orNull(facts.uptime().map(uptime -> uptime.toMillis() / MILLIS_PER_SECOND)),
                orNull(facts.timeZone()),
                orNull(facts.cpuModel()),
                orNull(facts.cpuCount()),
                processors.map(HostFacts.Processors::sockets).orElse(null),
                processors.map(HostFacts.Processors::cores).orElse(null),
                orNull(facts.memoryTotalBytes()),
                orNull(facts.virtualisation().machine()),
                facts.virtualisation()
                        .container()
                        .asOptional()
                        .filter(container -> !container.equals("none"))
                        .orElse(null),
                self.serviceManagers(),
                orNull(facts.interfaces().map(FactsView::addresses)),
                orNull(facts.users().map(all -> all.stream().map(FactsView::user).toList())),
                orNull(load.map(now -> new Load(now.one(), now.five(), now.fifteen()))),
                self.version(),
                self.user(),
                self.privileged(),
                self.processSource(),
                self.processSourceReason(),
                self.socketSource(),
                self.socketSourceReason(),
                self.limits());
    }

    private static <T> @Nullable T orNull(Reading<T> reading) {
        return reading.asOptional().orElse(null);
    }

    private static List<Address> addresses(List<HostFacts.InterfaceAddresses> interfaces) {
        List<Address> addresses = new ArrayList<>();
        for (HostFacts.InterfaceAddresses one : interfaces) {
            for (String address : one.addresses()) {
                int slash = address.lastIndexOf('/');
                if (slash > 0) {
                    addresses.add(
                            new Address(
                                    one.name(),
                                    address.substring(0, slash),
                                    Integer.parseInt(address.substring(slash + 1))));
                }
            }
        }
        return addresses;
    }

    private static LoggedInUser user(HostFacts.LoggedInUser user) {
        return new LoggedInUser(
                user.userName(),
                user.terminal(),
                user.remoteHost().isEmpty() ? null : user.remoteHost(),
                user.since());
    }
}
