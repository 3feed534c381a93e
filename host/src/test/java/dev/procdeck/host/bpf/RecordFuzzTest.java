package dev.procdeck.host.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.procdeck.host.processes.ProcessCounters;
import dev.procdeck.host.procfs.KernelUnits;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;

/// Records of the kernel's iterators with any bytes in every field.
@Tag("fuzz")
class RecordFuzzTest {
    @FuzzTest
    void task(byte[] bytes) {
        GroupTotals group = new GroupTotals(1);
        ProcessCounters counters = new ProcessCounters();
        group.begin(1);
        for (int at = 0; at < bytes.length; at += TaskRecord.LEADER_BYTES) {
            byte[] record = Arrays.copyOfRange(bytes, at, at + TaskRecord.LEADER_BYTES);
            group.add(record, 0);
            group.setLeader(record, 0);
            group.adjustTimes();
            group.fill(counters, KernelUnits.COMMON);
            assertThat("RSDTtXZPI").contains(String.valueOf(counters.state));
            assertThat(counters.commLength).isBetween(0, TaskRecord.COMM_BYTES);
        }
    }

    @FuzzTest
    void socketOwner(byte[] bytes) {
        byte[] record = Arrays.copyOf(bytes, OwnerRecord.BYTES);
        assertThat(OwnerRecord.commLength(record, 0)).isBetween(0, OwnerRecord.COMM_BYTES);
    }
}
