package dev.procdeck.host.procfs;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// /proc/cpuinfo: what the processors are; its fields differ by architecture. Immutable.
///
/// @param model `model name` (x86, LoongArch), `cpu` (POWER), `machine`/`processor 0` (s390),
///   `uarch` (RISC-V) or `Model`; absent on most ARM servers
/// @param processors logical processors on line
/// @param sockets distinct `physical id`; 0 where the architecture does not tell
/// @param cores distinct pairs of `physical id` and `core id`; 0 where it does not tell
/// @param hypervisorFlag whether x86 flags hold `hypervisor`: the host is a virtual machine
public record CpuInfo(
        Optional<String> model, int processors, int sockets, int cores, boolean hypervisorFlag) {

    private static final Set<String> MODEL_KEYS =
            Set.of("model name", "cpu", "Model", "uarch", "Model Name", "cpu model");

    public static CpuInfo parse(ByteBuffer text) {
        Optional<String> model = Optional.empty();
        int processors = 0;
        var packages = new HashSet<Long>();
        var cores = new HashSet<Long>();
        long physicalId = 0;
        boolean hypervisor = false;
        var cursor = new TextCursor(text);
        for (; !cursor.atEnd(); cursor.nextLine()) {
            String line = cursor.restOfLine();
            int colon = line.indexOf(':');
            if (colon < 0) {
                continue;
            }
            String key = line.substring(0, colon).strip();
            String value = line.substring(colon + 1).strip();
            if (key.equals("processor")) {
                processors++;
            } else if (key.equals("physical id")) {
                physicalId = number(value);
                packages.add(physicalId);
            } else if (key.equals("core id")) {
                cores.add(physicalId << 32 | number(value) & 0xffff_ffffL);
            } else if (key.equals("flags")) {
                hypervisor |= (" " + value + " ").contains(" hypervisor ");
            } else if (model.isEmpty() && MODEL_KEYS.contains(key) && !value.isEmpty()) {
                model = Optional.of(value);
            }
        }
        return new CpuInfo(model, processors, packages.size(), cores.size(), hypervisor);
    }

    private static long number(String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
