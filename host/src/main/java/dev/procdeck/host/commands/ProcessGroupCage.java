package dev.procdeck.host.commands;

import dev.procdeck.host.commands.EnforcedLimits.By;
import dev.procdeck.host.commands.EnforcedLimits.Limit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Runs each command in a session of its own under rlimits, for hosts without systemd. Thread-safe.
///
/// Limits hold for each process by itself, not for the tree; where `prlimit` is missing there are
/// none.
public final class ProcessGroupCage implements CommandCage {

    static final Path SETSID = Path.of("/usr/bin/setsid");
    static final Path PRLIMIT = Path.of("/usr/bin/prlimit");
    static final Path SETPRIV = Path.of("/usr/bin/setpriv");

    private final Path proc;
    private final Set<ProcessGroupRun> runs = ConcurrentHashMap.newKeySet();

    /// @param proc `/proc`, where the processes of a run are found again
    public ProcessGroupCage(Path proc) {
        this.proc = proc;
    }

    @Override
    public EnforcedLimits enforced(CommandLimits limits) {
        By rlimit = Files.isExecutable(PRLIMIT) ? By.RLIMIT : By.NOT_ENFORCED;
        Map<Limit, By> by = new EnumMap<>(Limit.class);
        by.put(Limit.TIME, By.PROCDECK);
        by.put(Limit.MEMORY, rlimit);
        by.put(Limit.FILE_SIZE, rlimit);
        by.put(Limit.OUTPUT, By.PROCDECK);
        // RLIMIT_NPROC counts all processes of a user and does not hold for root.
        by.put(Limit.TASKS, By.NOT_ENFORCED);
        by.put(Limit.CPU, By.NOT_ENFORCED);
        return new EnforcedLimits(by);
    }

    @Override
    public CommandRun start(CommandSpec spec, CommandOutput output) {
        ProcessGroupRun run =
                new ProcessGroupRun(
                        spec,
                        enforced(spec.limits()),
                        output,
                        new ProcessTree(proc, spec.id()),
                        runs::remove);
        runs.add(run);
        run.begin();
        return run;
    }

    @Override
    public void close() {
        runs.forEach(ProcessGroupRun::cancel);
    }
}
