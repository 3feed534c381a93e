package dev.procdeck.host.bpf;

import static dev.procdeck.host.bpf.TaskRecord.intAt;

import dev.procdeck.host.processes.PidMap;
import dev.procdeck.host.processes.ProcessCounters;
import dev.procdeck.host.processes.ProcessSource;
import dev.procdeck.host.procfs.KernelUnits;
import java.util.Arrays;

/// Processes from the kernel's task iterator: one record per thread, added up to processes here.
/// Belongs to the sampling thread.
public final class BpfProcessSource implements ProcessSource {
    private final IteratorProgram program;
    private final KernelUnits units;
    private final ProcessCounters counters = new ProcessCounters();
    private final PidMap<GroupTotals> groups = new PidMap<>();
    private final IteratorProgram.Sink sink = this::take;
    private GroupTotals[] leaders = new GroupTotals[1024];
    private int count;
    private int pass;

    private BpfProcessSource(IteratorProgram program, KernelUnits units) {
        this.program = program;
        this.units = units;
    }

    /// Loads the kernel program. Costs some 20 ms.
    public static BpfProcessSource load(KernelUnits units) throws BpfUnavailableException {
        return new BpfProcessSource(IteratorProgram.load("tasks.bpf.o", "list_tasks"), units);
    }

    @Override
    public String name() {
        return "bpf";
    }

    @Override
    public void read(Visitor visitor) {
        pass++;
        count = 0;
        program.run(sink);
        for (int i = 0; i < count; i++) {
            leaders[i].adjustTimes();
            leaders[i].fill(counters, units);
            visitor.visit(counters);
        }
        groups.removeIf(group -> group.pass != pass);
    }

    private void take(byte[] bytes, int length) {
        int at = 0;
        while (at < length) {
            boolean leader = intAt(bytes, at + TaskRecord.KIND) == TaskRecord.LEADER;
            GroupTotals group = groupOf(intAt(bytes, at + TaskRecord.PID));
            group.add(bytes, at);
            if (leader) {
                group.setLeader(bytes, at);
                append(group);
            }
            at += leader ? TaskRecord.LEADER_BYTES : TaskRecord.THREAD_BYTES;
        }
    }

    private GroupTotals groupOf(int pid) {
        GroupTotals group = groups.get(pid);
        if (group == null) {
            group = new GroupTotals(pid);
            groups.put(pid, group);
        }
        if (group.pass != pass) {
            group.begin(pass);
        }
        return group;
    }

    private void append(GroupTotals group) {
        if (count == leaders.length) {
            leaders = Arrays.copyOf(leaders, count * 2);
        }
        leaders[count++] = group;
    }

    @Override
    public void close() {
        program.close();
    }
}
