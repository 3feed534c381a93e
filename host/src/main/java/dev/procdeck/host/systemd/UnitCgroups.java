package dev.procdeck.host.systemd;

import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.services.ServiceUsage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Reads what a unit uses from its control group below `/sys/fs/cgroup`: version 2 files, else
/// those of the version 1 controllers. Stateless.
///
/// Sources: `memory.current`, `pids.current`, `cpu.stat` (`usage_usec`) of cgroup-v2.rst;
/// `memory.usage_in_bytes`, `pids.current`, `cpuacct.usage` of cgroup-v1.
final class UnitCgroups {

    private final Path root;

    UnitCgroups(Path root) {
        this.root = root;
    }

    ServiceUsage usage(String group) {
        return new ServiceUsage(
                group,
                first(group, "memory.current", "memory", "memory.usage_in_bytes"),
                first(group, "pids.current", "pids", "pids.current"),
                cpu(group));
    }

    private Reading<Long> cpu(String group) {
        Reading<String> stat = read(root.resolve("." + group).resolve("cpu.stat"));
        if (stat instanceof Reading.Value<String>(String text)) {
            for (String line : text.split("\n")) {
                if (line.startsWith("usage_usec ")) {
                    return number(line.substring("usage_usec ".length()), "cpu.stat")
                            .map(micros -> micros * 1_000);
                }
            }
        }
        Reading<Long> v1 = v1(group, "cpuacct", "cpuacct.usage");
        return v1 instanceof Reading.Unsupported<Long> ? failure(stat, "cpu.stat") : v1;
    }

    private Reading<Long> first(String group, String v2Name, String controller, String v1Name) {
        Reading<String> v2 = read(root.resolve("." + group).resolve(v2Name));
        if (v2 instanceof Reading.Value<String>(String text)) {
            return number(text, v2Name);
        }
        Reading<Long> v1 = v1(group, controller, v1Name);
        return v1 instanceof Reading.Unsupported<Long> ? failure(v2, v2Name) : v1;
    }

    private Reading<Long> v1(String group, String controller, String file) {
        return switch (read(root.resolve(controller).resolve("." + group).resolve(file))) {
            case Reading.Value<String>(String text) -> number(text, file);
            case Reading.Denied<String>(String what) -> Reading.denied(what);
            case Reading.Unsupported<String>(String what) -> Reading.unsupported(what);
        };
    }

    private static Reading<Long> failure(Reading<String> reading, String name) {
        return switch (reading) {
            case Reading.Denied<String>(String what) -> Reading.denied(what);
            case Reading.Value<String> _, Reading.Unsupported<String> _ ->
                    Reading.unsupported(name);
        };
    }

    private static Reading<Long> number(String text, String name) {
        try {
            return Reading.of(Long.parseLong(text.strip()));
        } catch (NumberFormatException unexpected) {
            return Reading.unsupported(name);
        }
    }

    private static Reading<String> read(Path file) {
        try {
            return Reading.of(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
        } catch (AccessDeniedException denied) {
            return Reading.denied(file.toString());
        } catch (NoSuchFileException gone) {
            return Reading.unsupported(file.toString());
        } catch (IOException odd) {
            // ENODEV: the group went away between open and read.
            return Reading.unsupported(file.toString());
        }
    }
}
