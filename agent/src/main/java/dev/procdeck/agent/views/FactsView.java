package dev.procdeck.agent.views;

import dev.procdeck.host.facts.HostFacts;
import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.resources.Resources;
import dev.procdeck.protocol.answer.HostFacts.Address;
import dev.procdeck.protocol.answer.HostFacts.LoggedInUser;
import dev.procdeck.protocol.answer.HostFacts.Notice;
import java.time.Duration;
import java.time.Instant;
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
        Resources.Load loads = Readings.or(load, new Resources.Load(0, 0, 0));
        return new dev.procdeck.protocol.answer.HostFacts(
                Readings.or(facts.osName(), "Linux"),
                Readings.or(facts.osVersion(), ""),
                Readings.or(facts.hostName(), ""),
                Readings.or(facts.kernelRelease(), ""),
                Readings.or(facts.architecture(), System.getProperty("os.arch", "")),
                Readings.or(facts.bootId(), ""),
                Readings.or(facts.bootTime(), Instant.EPOCH),
                Readings.or(facts.uptime(), Duration.ZERO).toMillis() / MILLIS_PER_SECOND,
                Readings.or(facts.timeZone(), "UTC"),
                facts.cpuModel().asOptional().orElse(null),
                Readings.or(facts.cpuCount(), Runtime.getRuntime().availableProcessors()),
                processors.map(HostFacts.Processors::sockets).orElse(null),
                processors.map(HostFacts.Processors::cores).orElse(null),
                Readings.or(facts.memoryTotalBytes(), 0L),
                facts.virtualisation().machine().asOptional().orElse(null),
                facts.virtualisation()
                        .container()
                        .asOptional()
                        .filter(container -> !container.equals("none"))
                        .orElse(null),
                self.serviceManagers(),
                addresses(facts),
                Readings.or(facts.users(), List.of()).stream().map(FactsView::user).toList(),
                loads.one(),
                loads.five(),
                loads.fifteen(),
                self.version(),
                self.user(),
                self.privileged(),
                self.processSource(),
                self.processSourceReason(),
                self.socketSource(),
                self.socketSourceReason(),
                self.limits());
    }

    private static List<Address> addresses(HostFacts facts) {
        List<Address> addresses = new ArrayList<>();
        for (HostFacts.InterfaceAddresses one : Readings.or(facts.interfaces(), List.of())) {
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
