package dev.procdeck.host.systemd;

import dev.procdeck.host.commands.CommandLimits;
import dev.procdeck.host.commands.CommandSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.UInt64;
import org.freedesktop.dbus.types.Variant;

/// The properties of the transient unit that a command runs in. Pure.
final class CageProperties {

    static final Duration STOP_PATIENCE = Duration.ofSeconds(2);

    private static final String PATH =
            "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final List<Object[]> properties = new ArrayList<>();

    private CageProperties() {}

    /// @param memoryByGroup whether the host can limit the memory of the whole group
    /// @param literal whether systemd knows `no-env-expand` (244 and later)
    static List<Object[]> of(
            CommandSpec spec, Path stdout, Path stderr, boolean memoryByGroup, boolean literal) {
        CageProperties cage = new CageProperties();
        CommandLimits limits = spec.limits();
        cage.add("Description", "s", "Procdeck command " + spec.id());
        cage.add("Type", "s", "exec");
        cage.command(spec, literal);
        cage.add("WorkingDirectory", "s", "/");
        cage.add("Environment", "as", List.of(PATH, "LANG=C.UTF-8"));
        cage.add("StandardInput", "s", "null");
        cage.add("StandardOutputFileToAppend", "s", stdout.toString());
        cage.add("StandardErrorFileToAppend", "s", stderr.toString());
        cage.add("UMask", "u", new UInt32(0077));
        cage.add("KillMode", "s", "control-group");
        cage.add("TimeoutStopUSec", "t", micros(STOP_PATIENCE));
        cage.add("RuntimeMaxUSec", "t", micros(limits.time()));
        cage.add("MemoryMax", "t", new UInt64(limits.memoryBytes()));
        cage.add("TasksMax", "t", new UInt64(limits.tasks()));
        cage.add("CPUQuotaPerSecUSec", "t", new UInt64(limits.cpuPercent() * 10_000L));
        cage.add("LimitFSIZE", "t", new UInt64(limits.fileBytes()));
        cage.add("LimitCORE", "t", new UInt64(0));
        if (!memoryByGroup) {
            cage.add("LimitDATA", "t", new UInt64(limits.memoryBytes()));
        }
        if (!spec.user().isEmpty()) {
            cage.add("User", "s", spec.user());
        }
        cage.add("CollectMode", "s", "inactive-or-failed");
        // Keeps the unit until our connection ends, so that its exit status can still be read.
        cage.add("AddRef", "b", true);
        return cage.properties;
    }

    private void command(CommandSpec spec, boolean literal) {
        List<String> argv = new ArrayList<>();
        argv.add(spec.program().toString());
        argv.addAll(spec.arguments());
        if (literal) {
            Object[] command = {spec.program().toString(), argv, List.of("no-env-expand")};
            add("ExecStartEx", "a(sasas)", Collections.singletonList(command));
        } else {
            // Without that flag systemd would put its environment in the place of `$NAME`.
            List<String> escaped = argv.stream().map(text -> text.replace("$", "$$")).toList();
            Object[] command = {spec.program().toString(), escaped, false};
            add("ExecStart", "a(sasb)", Collections.singletonList(command));
        }
    }

    private void add(String name, String signature, Object value) {
        properties.add(new Object[] {name, new Variant<>(value, signature)});
    }

    private static UInt64 micros(Duration duration) {
        return new UInt64(duration.toNanos() / 1_000);
    }
}
