package dev.procdeck.host.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.host.libc.FileCalls;
import dev.procdeck.host.libc.FileStatus;
import dev.procdeck.host.processes.Children;
import dev.procdeck.host.processes.ProcessRow;
import dev.procdeck.host.processes.ProcessSample;
import dev.procdeck.host.processes.ProcessTable;
import dev.procdeck.host.processes.Samples;
import dev.procdeck.host.procfs.ProcFs;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Inside a PID namespace of its own the iterator's numbers must be those of /proc there.
@Tag("testhost")
class BpfPidNamespaceTest {
    private static final long INITIAL_PID_NAMESPACE = 0xEFFFFFFCL;

    @Test
    void pidsParentsAndUnitsAreThoseOfTheNamespace() throws Exception {
        FileStatus namespace = new FileStatus();
        assertThat(namespace.read(FileCalls.AT_FDCWD, "/proc/self/ns/pid")).isZero();
        assertThat(namespace.inode).isNotEqualTo(INITIAL_PID_NAMESPACE);
        try (Children children = new Children();
                ProcFs proc = ProcFs.at(Path.of("/proc"))) {
            Process child = children.start("sleep", "600");
            Children.awaitAsleep(child.pid(), "sleep");
            SourceChooser chooser = new SourceChooser(proc);
            try (ProcessTable table = new ProcessTable(proc, chooser.open())) {
                ProcessSample sample =
                        Samples.until(table, now -> now.find(1).orElseThrow().unit() != null);
                assertThat(chooser.fallbackReason()).isEmpty();
                assertThat(sample.source()).isEqualTo("bpf");

                ProcessRow sleeper = sample.find((int) child.pid()).orElseThrow();
                assertThat(sleeper.comm()).isEqualTo("sleep");
                assertThat(sleeper.parentPid()).isEqualTo((int) ProcessHandle.current().pid());
                ProcessRow first = sample.find(1).orElseThrow();
                assertThat(first.comm()).isEqualTo("systemd");
                assertThat(first.parentPid()).isZero();
                assertThat(first.unit()).isEqualTo("init.scope");
            }
        }
    }
}
