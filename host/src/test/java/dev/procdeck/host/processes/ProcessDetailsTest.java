package dev.procdeck.host.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.processes.ProcessDetail.FileKind;
import dev.procdeck.host.processes.ProcessDetail.OpenFile;
import dev.procdeck.host.procfs.ProcFs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessDetailsTest {
    private final Children children = new Children();
    private final ProcFs proc = ProcFs.at(Path.of("/proc"));
    private final ProcessDetails details = new ProcessDetails(proc);

    @TempDir Path directory;

    @AfterEach
    void stop() {
        children.close();
        proc.close();
    }

    @Test
    void tellsEverythingAboutARealProcess() throws IOException {
        Process child =
                children.start(
                        "sh",
                        "-c",
                        "cd "
                                + directory
                                + "; ulimit -n 77; exec nice -n 5 taskset 1 sleep 600 7</etc/passwd");
        Children.awaitAsleep(child.pid(), "sleep");
        ProcessDetail detail = details.find((int) child.pid()).orElseThrow();

        assertThat(detail.facts().comm()).isEqualTo("sleep");
        assertThat(detail.workingDirectory())
                .isEqualTo(Reading.of(directory.toRealPath().toString()));
        assertThat(detail.root()).isEqualTo(Reading.of("/"));
        assertThat(detail.limits().asOptional().orElseThrow())
                .contains(new ProcessDetail.ResourceLimit("Max open files", 77L, 77L, "files"));
        assertThat(detail.threads().asOptional().orElseThrow())
                .singleElement()
                .satisfies(thread -> assertThat(thread.tid()).isEqualTo((int) child.pid()));
        assertThat(detail.openFiles().asOptional().orElseThrow().files())
                .contains(new OpenFile(7, FileKind.PATH, Reading.of("/etc/passwd"), 0));
        assertThat(detail.openFiles().asOptional().orElseThrow().files())
                .anyMatch(file -> file.kind() == FileKind.PIPE && file.inode() > 0);
        assertThat(detail.ancestors().getFirst().identity().pid())
                .isEqualTo((int) ProcessHandle.current().pid());
        assertThat(detail.priority().nice()).isEqualTo(5);
        assertThat(detail.priority().cpus()).isEqualTo(Reading.of(List.of(0)));
        assertThat(detail.namespaces().asOptional().orElseThrow())
                .containsKeys("net", "pid", "mnt");
        assertThat(detail.oom().asOptional().orElseThrow().score()).isNotNegative();
        assertThat(detail.io()).isInstanceOf(Reading.Value.class);
    }

    @Test
    void childrenAndAncestorsAreTwoEndsOfOneLink() {
        Process child = children.start("sleep", "600");
        ProcessIdentity self =
                details.findIdentity((int) ProcessHandle.current().pid()).orElseThrow();
        ProcessDetail detail = details.find((int) child.pid()).orElseThrow();
        assertThat(detail.ancestors().getFirst().identity()).isEqualTo(self);
        try (ProcessTable table = new ProcessTable(proc, new ProcFsProcessSource(proc))) {
            List<ProcessRow> siblings = table.sample().childrenOf(self.pid());
            assertThat(siblings)
                    .extracting(ProcessRow::identity)
                    .contains(detail.facts().identity());
            assertThat(siblings).allMatch(row -> row.parentPid() == self.pid());
        }
    }

    @Test
    void credentialsAgreeWithPs() throws IOException {
        int self = (int) ProcessHandle.current().pid();
        ProcessDetail detail = details.find(self).orElseThrow();
        String[] ps =
                Children.output("ps", "-o", "ruid=,euid=,suid=,fsuid=,rgid=,egid=", "-p", "" + self)
                        .getFirst()
                        .strip()
                        .split("\\s+");
        ProcessDetail.Credentials ids = detail.credentials().asOptional().orElseThrow();
        assertThat(ids.user().real().id()).isEqualTo(Integer.parseInt(ps[0]));
        assertThat(ids.user().effective().id()).isEqualTo(Integer.parseInt(ps[1]));
        assertThat(ids.user().saved().id()).isEqualTo(Integer.parseInt(ps[2]));
        assertThat(ids.user().fileSystem().id()).isEqualTo(Integer.parseInt(ps[3]));
        assertThat(ids.group().real().id()).isEqualTo(Integer.parseInt(ps[4]));
        assertThat(ids.group().effective().id()).isEqualTo(Integer.parseInt(ps[5]));
    }

    @Test
    void environmentIsForTheIdentityOnly() {
        Process child = children.start("env", "-i", "SECRET=x y", "sleep", "600");
        ProcessIdentity identity = details.findIdentity((int) child.pid()).orElseThrow();
        assertThat(details.findEnvironment(identity)).isPresent();
        assertThat(
                        details.findEnvironment(
                                new ProcessIdentity(identity.pid(), identity.startTicks() + 1)))
                .isEmpty();
    }

    @Test
    void aProcessThatEndedIsAbsent() throws Exception {
        Process child = children.start("true");
        child.waitFor();
        assertThat(details.find((int) child.pid())).isEmpty();
        assertThat(details.find(0)).isEmpty();
        assertThat(details.find(Integer.MAX_VALUE)).isEmpty();
    }

    @Test
    void aHugeCommandLineIsCutAndSaysSo() throws IOException {
        Process shell = children.start("sh", "-c", "read x", "y".repeat(100_000));
        Children.awaitAsleep(shell.pid(), "sh");
        ProcessDetail detail = details.find((int) shell.pid()).orElseThrow();
        CommandLine line = detail.facts().commandLine().asOptional().orElseThrow();
        assertThat(line.truncated()).isTrue();
        // As the kernel has it: each argument and its NUL; the cut one has none.
        int bytes = line.arguments().stream().mapToInt(each -> each.length() + 1).sum() - 1;
        assertThat(bytes).isEqualTo(65_536);
    }
}
