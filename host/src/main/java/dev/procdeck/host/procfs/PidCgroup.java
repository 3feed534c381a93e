package dev.procdeck.host.procfs;

import java.util.Optional;

/// The path of /proc/[pid]/cgroup, cgroups(7), in the hierarchy that the service manager uses.
///
/// Lines are `hierarchy:controllers:path`. On a host with both versions the one that puts the
/// process somewhere wins: v2 (`0::`) first, then v1 `name=systemd`. A path may contain colons and
/// any other byte.
public record PidCgroup(String path) {
    public static final int MAX_BYTES = 16 * 1024;

    /// Empty when neither hierarchy is named.
    public static Optional<PidCgroup> parse(String text) {
        String unified = pathOf(text, "0::");
        String named = null;
        for (String line : text.split("\n")) {
            int first = line.indexOf(':');
            int second = line.indexOf(':', first + 1);
            if (second > 0 && line.substring(first + 1, second).equals("name=systemd")) {
                named = line.substring(second + 1);
            }
        }
        if (!unified.isEmpty() && (named == null || !unified.equals("/"))) {
            return Optional.of(new PidCgroup(unified));
        }
        return Optional.ofNullable(named).filter(path -> !path.isEmpty()).map(PidCgroup::new);
    }

    private static String pathOf(String text, String prefix) {
        for (String line : text.split("\n")) {
            if (line.startsWith(prefix)) {
                return line.substring(prefix.length());
            }
        }
        return "";
    }
}
