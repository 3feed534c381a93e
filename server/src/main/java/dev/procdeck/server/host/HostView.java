package dev.procdeck.server.host;

import dev.procdeck.protocol.answer.HostFacts;
import dev.procdeck.server.agent.LinkState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the host is, as people see it. Immutable.
///
/// @param virtualization `none` on bare metal; null when it cannot be told
/// @param users who is signed in on the host itself
public record HostView(
        String osName,
        String osVersion,
        String hostName,
        String kernelRelease,
        String architecture,
        Instant bootTime,
        long uptimeSeconds,
        String timeZone,
        @Nullable String cpuModel,
        int cpuCount,
        @Nullable Integer cpuSockets,
        @Nullable Integer cpuCores,
        long memoryTotalBytes,
        @Nullable String virtualization,
        @Nullable String container,
        List<String> serviceManagers,
        List<HostFacts.Address> addresses,
        List<HostFacts.LoggedInUser> users,
        Load load,
        String bootId,
        AgentView agent) {
    /// Load averages.
    public record Load(double one, double five, double fifteen) {}

    /// What reads the host for us.
    ///
    /// @param limits what it cannot see or do
    public record AgentView(
            String version,
            boolean connected,
            String user,
            boolean privileged,
            ProcessSource processSource,
            ProcessSource socketSource,
            List<HostFacts.Notice> limits) {}

    /// Where processes, or the owners of sockets, are read from, and why not from a better place.
    public record ProcessSource(String name, @Nullable String reason) {}

    static HostView of(HostFacts facts, LinkState link) {
        return new HostView(
                facts.osName(),
                facts.osVersion(),
                facts.hostName(),
                facts.kernelRelease(),
                facts.architecture(),
                facts.bootTime(),
                Math.round(facts.uptimeSeconds()),
                facts.timeZone(),
                facts.cpuModel(),
                facts.cpuCount(),
                facts.cpuSockets(),
                facts.cpuCores(),
                facts.memoryTotalBytes(),
                facts.virtualization(),
                facts.container(),
                facts.serviceManagers(),
                facts.addresses(),
                facts.users(),
                new Load(facts.loadOne(), facts.loadFive(), facts.loadFifteen()),
                facts.bootId(),
                new AgentView(
                        facts.agentVersion(),
                        link.connected(),
                        facts.agentUser(),
                        facts.privileged(),
                        new ProcessSource(facts.processSource(), facts.processSourceReason()),
                        new ProcessSource(facts.socketSource(), facts.socketSourceReason()),
                        facts.limits()));
    }
}
