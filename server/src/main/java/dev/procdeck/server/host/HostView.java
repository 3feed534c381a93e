package dev.procdeck.server.host;

import dev.procdeck.protocol.answer.HostFacts;
import dev.procdeck.server.agent.LinkState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the host is, as people see it; what could not be read is null. Immutable.
///
/// @param virtualization `none` on bare metal; null when it cannot be told
/// @param users who is signed in on the host itself
public record HostView(
        @Nullable String osName,
        @Nullable String osVersion,
        @Nullable String hostName,
        @Nullable String kernelRelease,
        @Nullable String architecture,
        @Nullable Instant bootTime,
        @Nullable Long uptimeSeconds,
        @Nullable String timeZone,
        @Nullable String cpuModel,
        @Nullable Integer cpuCount,
        @Nullable Integer cpuSockets,
        @Nullable Integer cpuCores,
        @Nullable Long memoryTotalBytes,
        @Nullable String virtualization,
        @Nullable String container,
        List<String> serviceManagers,
        @Nullable List<HostFacts.Address> addresses,
        @Nullable List<HostFacts.LoggedInUser> users,
        HostFacts.@Nullable Load load,
        @Nullable String bootId,
        AgentView agent) {
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
                facts.uptimeSeconds() == null ? null : (Long) Math.round(facts.uptimeSeconds()),
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
                facts.load(),
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
