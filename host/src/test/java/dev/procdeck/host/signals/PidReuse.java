package dev.procdeck.host.signals;

import dev.procdeck.host.processes.ProcFsProcessSource;
import dev.procdeck.host.processes.ProcessRow;
import dev.procdeck.host.processes.ProcessSample;
import dev.procdeck.host.processes.ProcessTable;
import dev.procdeck.host.procfs.ProcFs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Runs inside a PID namespace (see [PidReuseTest]): ends a process, has the next one get its pid,
/// and checks that the table sees two processes and that a signal for the first does not reach the
/// second.
final class PidReuse {
    private static final Path LAST_PID = Path.of("/proc/sys/kernel/ns_last_pid");
    private static final int TRIES = 20;

    /// Rounds in which the pid could not be had again, in all.
    private static final int MOST_LOST_ROUNDS = 1000;

    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[0]);
        try (ProcFs proc = ProcFs.at(Path.of("/proc"));
                ProcessTable table = new ProcessTable(proc, new ProcFsProcessSource(proc))) {
            ProcessSignals signals = new ProcessSignals(proc, _ -> false);
            int reused = 0;
            int lost = 0;
            while (reused < rounds && lost < MOST_LOST_ROUNDS) {
                if (round(table, signals)) {
                    reused++;
                } else {
                    lost++;
                }
            }
            System.out.println("reused " + reused + " of " + rounds);
        }
    }

    /// Answers whether the pid was handed out again; then everything else held.
    private static boolean round(ProcessTable table, ProcessSignals signals) throws Exception {
        Process first = spin();
        int pid = (int) first.pid();
        table.sample();
        ProcessRow before = table.sample().find(pid).orElseThrow();
        first.destroyForcibly().waitFor();
        Process second = reuse(pid, before.startTicks());
        if (second == null) {
            return false;
        }
        try {
            ProcessSample sample = table.sample();
            ProcessRow after = sample.find(pid).orElseThrow();
            check(!after.identity().equals(before.identity()), "identity");
            check(after.rates() == null, "no rates at first sight of " + after);
            check(sample.changes().removed().contains(before.identity()), "removed");
            check(sample.changes().added().contains(after), "added");
            SignalOutcome outcome = signals.send(before.identity(), table.bootId(), Signal.KILL);
            check(outcome.equals(new SignalOutcome.IdentityChanged()), "outcome " + outcome);
            check(runs(pid), "the second process lives");
            return true;
        } finally {
            second.destroyForcibly().waitFor();
        }
    }

    /// Asked of the kernel: the JDK may still hold the end of the first process under this pid.
    private static boolean runs(int pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
    }

    private static Process spin() throws IOException {
        return new ProcessBuilder("/bin/sleep", "600").start();
    }

    /// A new process with this pid. Threads of the JVM take numbers too, so it may take several
    /// tries, and is in vain (null) when one took this number and lives on; a process that started
    /// in the same clock tick as the first is no use, because no kernel file tells them apart.
    private static @Nullable Process reuse(int pid, long notStartTicks) throws Exception {
        for (int i = 0; i < TRIES; i++) {
            Files.writeString(LAST_PID, Integer.toString(pid - 1));
            Process process = spin();
            String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            if (process.pid() == pid && Long.parseLong(fields[19]) != notStartTicks) {
                return process;
            }
            process.destroyForcibly().waitFor();
        }
        return null;
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
