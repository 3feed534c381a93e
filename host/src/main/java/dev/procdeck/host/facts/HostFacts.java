package dev.procdeck.host.facts;

import dev.procdeck.host.libc.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// What one host is, at one instant. Immutable.
///
/// @param osName NAME of os-release, as `Debian GNU/Linux`
/// @param osVersion VERSION of os-release, else VERSION_ID, else BUILD_ID (rolling releases)
/// @param kernelRelease as `uname -r`
/// @param kernelVersion as `uname -v`
/// @param architecture as `uname -m`
/// @param bootTime `btime` of /proc/stat
/// @param bootId /proc/sys/kernel/random/boot_id; with pid and startTicks it names a process
/// @param uptime time since boot, suspended time included
/// @param timeZone IANA name of the host's own zone, read from /etc, not from this program's TZ
/// @param cpuCount processors that are on line, as `nproc --all` counts them when all are on line
/// @param processors unsupported where the kernel does not tell (some virtual and ARM machines)
/// @param hardware maker and model as the firmware tells them
/// @param initSystem what PID 1 is: `systemd`, `openrc`, `sysvinit`, `runit`, … else its comm
/// @param users people logged in, from utmp
public record HostFacts(
        Reading<String> osName,
        Reading<String> osVersion,
        Reading<String> hostName,
        Reading<String> kernelRelease,
        Reading<String> kernelVersion,
        Reading<String> architecture,
        Reading<Instant> bootTime,
        Reading<String> bootId,
        Reading<Duration> uptime,
        Reading<String> timeZone,
        Reading<String> cpuModel,
        Reading<Integer> cpuCount,
        Reading<Processors> processors,
        Reading<Long> memoryTotalBytes,
        Reading<Long> swapTotalBytes,
        Reading<String> hardware,
        Virtualisation virtualisation,
        Reading<String> initSystem,
        Reading<List<InterfaceAddresses>> interfaces,
        Reading<List<LoggedInUser>> users) {

    /// Counts of what is on line: `sockets` packages, `cores` physical cores, `threads` logical
    /// processors.
    public record Processors(int sockets, int cores, int threads) {}

    /// One network interface of the agent's network namespace.
    ///
    /// @param hardwareAddress as `02:00:5e:10:00:01`; unsupported for interfaces without one
    /// @param addresses as `192.0.2.7/24`, `fe80::1/64`
    public record InterfaceAddresses(
            String name,
            boolean up,
            boolean loopback,
            Reading<String> hardwareAddress,
            List<String> addresses) {
        public InterfaceAddresses {
            addresses = List.copyOf(addresses);
        }
    }

    /// One person's session as utmp tells it.
    ///
    /// @param remoteHost where from; empty for the console
    public record LoggedInUser(
            String userName, String terminal, String remoteHost, int pid, Instant since) {}
}
