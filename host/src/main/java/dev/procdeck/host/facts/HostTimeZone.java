package dev.procdeck.host.facts;

import dev.procdeck.host.libc.Reading;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;

/// The host's own time zone, by which cron runs; not this program's, which TZ may set otherwise.
/// Stateless.
public final class HostTimeZone {
    private HostTimeZone() {}

    /// /etc/localtime as a link into zoneinfo, else /etc/timezone; UTC without either, as the C
    /// library has it.
    public static Reading<ZoneId> read(Path root) {
        var files = new TreeFiles(root);
        if (files.link("etc/localtime") instanceof Reading.Value<String>(String target)) {
            int at = target.indexOf("zoneinfo/");
            if (at >= 0) {
                return zone(target.substring(at + "zoneinfo/".length()));
            }
        }
        if (files.line("etc/timezone") instanceof Reading.Value<String>(String name)) {
            return zone(name);
        }
        return files.exists("etc/localtime")
                ? Reading.unsupported("/etc/localtime is a copy without a name")
                : Reading.of(ZoneId.of("UTC"));
    }

    private static Reading<ZoneId> zone(String name) {
        try {
            return Reading.of(ZoneId.of(name.replaceFirst("^(posix|right)/", "")));
        } catch (DateTimeException e) {
            return Reading.unsupported("no such time zone: " + name);
        }
    }
}
