package dev.procdeck.protocol.answer;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the host is (M3). Read on request, never stored. What could not be read is null.
///
/// @param cpuCount logical CPUs online
/// @param virtualization for example `kvm`; `none` on bare metal; null when it cannot be told
/// @param container for example `docker`; null outside a container
/// @param serviceManagers for example `systemd 252`
/// @param processSource `bpf` or `proc`
/// @param processSourceReason why it is not the better one; null when it is
/// @param socketSource `bpf` or `proc`: where the owners of sockets come from
/// @param socketSourceReason why it is not the better one; null when it is
/// @param limits what the agent cannot see or do, as codes with parameters
public record HostFacts(
        @Nullable String osName,
        @Nullable String osVersion,
        @Nullable String hostName,
        @Nullable String kernelRelease,
        @Nullable String architecture,
        @Nullable String bootId,
        @Nullable Instant bootTime,
        @Nullable Double uptimeSeconds,
        @Nullable String timeZone,
        @Nullable String cpuModel,
        @Nullable Integer cpuCount,
        @Nullable Integer cpuSockets,
        @Nullable Integer cpuCores,
        @Nullable Long memoryTotalBytes,
        @Nullable String virtualization,
        @Nullable String container,
        List<String> serviceManagers,
        @Nullable List<Address> addresses,
        @Nullable List<LoggedInUser> users,
        @Nullable Load load,
        String agentVersion,
        String agentUser,
        boolean privileged,
        String processSource,
        @Nullable String processSourceReason,
        String socketSource,
        @Nullable String socketSourceReason,
        List<Notice> limits)
        implements Answer {
    public HostFacts {
        serviceManagers = List.copyOf(serviceManagers);
        addresses = addresses == null ? null : List.copyOf(addresses);
        users = users == null ? null : List.copyOf(users);
        limits = List.copyOf(limits);
    }

    /// Load averages.
    public record Load(double one, double five, double fifteen) {}

    /// One address of one interface.
    public record Address(String interfaceName, String address, int prefixLength) {}

    /// One session of one person on the host itself.
    public record LoggedInUser(
            String userName, String terminal, @Nullable String from, Instant loginTime) {}

    /// A fact that people should know, as a code with parameters.
    public record Notice(String code, Map<String, String> parameters) {
        public Notice {
            parameters = Map.copyOf(parameters);
        }
    }
}
