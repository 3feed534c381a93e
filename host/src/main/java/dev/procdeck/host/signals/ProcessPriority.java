package dev.procdeck.host.signals;

import dev.procdeck.host.libc.Errno;
import dev.procdeck.host.libc.ProcessCalls;
import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.processes.ProcessDetail.IoPriority;
import dev.procdeck.host.processes.ProcessIdentity;
import dev.procdeck.host.processes.SchedulingReader;
import dev.procdeck.host.procfs.PidStat;
import dev.procdeck.host.procfs.ProcFs;
import dev.procdeck.host.signals.PriorityOutcome.Values;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;

/// Changes nice, I/O priority and CPUs of one whole process.
///
/// Linux applies each of these to a single thread, so all threads get them. The calls take thread
/// ids, not pidfds: before each one the pidfd is asked whether the process still lives, which
/// leaves a gap of microseconds in which it could end and its id be given out again. Thread-safe.
public final class ProcessPriority {
    private final ProcFs proc;
    private final PinnedProcess processes;

    /// `ownProcess` says which pids are this program's own and are never touched.
    public ProcessPriority(ProcFs proc, IntPredicate ownProcess) {
        this.proc = proc;
        this.processes = new PinnedProcess(proc, ownProcess);
    }

    public PriorityOutcome change(ProcessIdentity identity, String bootId, PriorityChange change) {
        return processes.with(
                identity,
                bootId,
                pidfd -> change(pidfd, identity.pid(), change),
                PriorityOutcome.NotChanged::new);
    }

    private PriorityOutcome change(int pidfd, int pid, PriorityChange change) {
        Values before = valuesOf(pid);
        int result = 0;
        int changed = 0;
        for (int tid : proc.files().listNumbers(pid + "/task").asOptional().orElse(new int[0])) {
            if (ProcessCalls.awaitEnd(pidfd, 0) != 0) {
                return new PriorityOutcome.NotChanged(new SignalOutcome.Gone());
            }
            result = apply(tid, change);
            if (result == -Errno.ESRCH) {
                // This thread ended meanwhile; the others count.
                result = 0;
            } else if (result < 0) {
                break;
            } else {
                changed++;
            }
        }
        if (result == 0 && changed > 0) {
            return new PriorityOutcome.Changed(before, valuesOf(pid));
        }
        SignalOutcome why = result < 0 ? PinnedProcess.outcomeOf(result) : new SignalOutcome.Gone();
        Values after = valuesOf(pid);
        return after.equals(before) && changed == 0
                ? new PriorityOutcome.NotChanged(why)
                : new PriorityOutcome.PartlyChanged(before, after, why);
    }

    private static int apply(int tid, PriorityChange change) {
        int result = 0;
        Integer nice = change.nice();
        if (nice != null) {
            result = ProcessCalls.setNice(tid, nice);
        }
        IoPriority ioPriority = change.ioPriority();
        if (result == 0 && ioPriority != null) {
            result = ProcessCalls.setIoPriority(tid, SchedulingReader.valueOf(ioPriority));
        }
        List<Integer> cpus = change.cpus();
        if (result == 0 && cpus != null) {
            BitSet set = new BitSet();
            cpus.forEach(set::set);
            result = ProcessCalls.setAffinity(tid, set);
        }
        return result;
    }

    private Values valuesOf(int pid) {
        PidStat stat = new PidStat(proc.units());
        Reading<Integer> nice =
                proc.files()
                        .read(pid + "/stat", PidStat.MAX_BYTES)
                        .map(bytes -> stat.parse(bytes, bytes.length) ? stat.nice : 0);
        return new Values(
                nice, SchedulingReader.readIoPriority(pid), SchedulingReader.readCpus(pid));
    }
}
