package dev.procdeck.host.systemd;

import dev.procdeck.host.commands.CommandCage;
import dev.procdeck.host.commands.CommandLimits;
import dev.procdeck.host.commands.CommandOutput;
import dev.procdeck.host.commands.CommandRun;
import dev.procdeck.host.commands.CommandSpec;
import dev.procdeck.host.commands.EnforcedLimits;
import dev.procdeck.host.commands.EnforcedLimits.By;
import dev.procdeck.host.commands.EnforcedLimits.Limit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Runs each command as a transient service with limits, its output in files of ours. Thread-safe.
public final class TransientUnitCage implements CommandCage {

    private static final Path TRANSIENT_UNITS = Path.of("/run/systemd/transient");

    private final UnitWatch watch;
    private final Path folder;
    private final Path cgroupRoot;
    private final Set<TransientRun> runs = ConcurrentHashMap.newKeySet();

    /// @param folder where output is kept while a command runs; made by us, mode 0700
    public TransientUnitCage(Systemd systemd, Path folder, Path cgroupRoot) {
        this.watch = systemd.unitWatch();
        this.folder = folder;
        this.cgroupRoot = cgroupRoot;
    }

    /// Deletes the output of earlier runs that nobody follows any more; for the start, before any
    /// run.
    public void deleteLeftOutput() throws IOException {
        LeftOutput.delete(folder, TRANSIENT_UNITS);
    }

    @Override
    public EnforcedLimits enforced(CommandLimits limits) {
        Map<Limit, By> by = new EnumMap<>(Limit.class);
        by.put(Limit.TIME, By.SERVICE_MANAGER);
        by.put(Limit.MEMORY, hasController("memory") ? By.CONTROL_GROUP : By.RLIMIT);
        by.put(Limit.TASKS, hasController("pids") ? By.CONTROL_GROUP : By.NOT_ENFORCED);
        by.put(Limit.CPU, hasController("cpu") ? By.CONTROL_GROUP : By.NOT_ENFORCED);
        by.put(Limit.OUTPUT, By.PROCDECK);
        by.put(Limit.FILE_SIZE, By.RLIMIT);
        return new EnforcedLimits(by);
    }

    @Override
    public CommandRun start(CommandSpec spec, CommandOutput output) {
        TransientRun run =
                new TransientRun(
                        watch,
                        folder.resolve(spec.id()),
                        spec,
                        enforced(spec.limits()),
                        output,
                        runs::remove);
        runs.add(run);
        run.begin();
        return run;
    }

    @Override
    public void close() {
        runs.forEach(TransientRun::cancel);
    }

    /// Version 2 lists its controllers in a file; version 1 has a folder for each.
    private boolean hasController(String name) {
        try {
            String listed = Files.readString(cgroupRoot.resolve("cgroup.controllers"));
            return Arrays.asList(listed.strip().split(" ")).contains(name);
        } catch (IOException notVersion2) {
            return Files.isDirectory(cgroupRoot.resolve(name));
        }
    }
}
