package dev.procdeck.host.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.procfs.ProcFs;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A command line whose reading hangs in the kernel, as behind a memory lock that is held for ever:
/// here a pipe without a writer stands in its place.
class HungCommandLineTest {
    private static final int STUCK = 100;
    private static final int FINE = 200;

    @TempDir private Path root;
    private final List<Path> pipes = new ArrayList<>();
    private ProcFs proc;
    private UserNames users;

    @BeforeEach
    void makeHost() throws Exception {
        Path real = Path.of("/proc");
        Files.createDirectories(root.resolve("sys/kernel/random"));
        for (String file : List.of("stat", "uptime", "sys/kernel/random/boot_id")) {
            Files.copy(real.resolve(file), root.resolve(file));
        }
        addProcess(FINE);
        Files.writeString(root.resolve(FINE + "/cmdline"), "fine\0-x\0");
        proc = ProcFs.at(root);
        users = new UserNames(Path.of("/etc/passwd"));
    }

    @AfterEach
    void release() throws IOException {
        for (Path pipe : pipes) {
            release(pipe);
        }
        proc.close();
    }

    private void addProcess(int pid) throws IOException {
        Path self = Path.of("/proc/self");
        Path directory = Files.createDirectory(root.resolve(Integer.toString(pid)));
        String stat = Files.readString(self.resolve("stat"));
        Files.writeString(
                directory.resolve("stat"),
                pid + " (made) " + stat.substring(stat.indexOf(") ") + 2));
        Files.copy(self.resolve("cgroup"), directory.resolve("cgroup"));
    }

    private void addStuck(int pid) throws Exception {
        addProcess(pid);
        Path pipe = root.resolve(pid + "/cmdline");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        pipes.add(pipe);
    }

    @Test
    void theTableIsSampledAllTheSame() throws Exception {
        addStuck(STUCK);
        try (ProcessTable table =
                new ProcessTable(
                        proc,
                        new ProcFsProcessSource(proc),
                        users,
                        InstantSource.system(),
                        System::nanoTime)) {
            for (int i = 0; i < 3; i++) {
                ProcessSample sample = table.sample();
                assertThat(lineOf(sample, STUCK)).isInstanceOf(Reading.Unsupported.class);
                assertThat(sample.find(STUCK).orElseThrow().rssBytes()).isPositive();
            }
            assertThat(lineOf(table.sample(), FINE).map(CommandLine::text))
                    .isEqualTo(Reading.of("fine -x"));
        }
    }

    private static Reading<CommandLine> lineOf(ProcessSample sample, int pid) {
        return sample.find(pid).orElseThrow().facts().commandLine();
    }

    @Test
    void eventsGoOnWithoutIt() throws Exception {
        addStuck(STUCK);
        try (ProcessFiles files = new ProcessFiles(proc, users)) {
            assertThat(files.commandLine(STUCK)).isEmpty();
            assertThat(files.commandLine(FINE).map(CommandLine::text)).contains("fine -x");
        }
    }

    @Test
    void nothingIsAskedWhileEveryThreadIsStuckAndAgainAfterwards() throws Exception {
        try (ProcessFiles files = new ProcessFiles(proc, users)) {
            for (int i = 0; i < ProcessFiles.THREADS; i++) {
                addStuck(STUCK + i);
                assertThat(files.commandLine(STUCK + i)).isEmpty();
            }
            assertThat(files.commandLine(FINE)).isEmpty();
            release(pipes.removeFirst());
            Optional<CommandLine> line = Optional.empty();
            for (int i = 0; i < 1000 && line.isEmpty(); i++) {
                Thread.sleep(10);
                line = files.commandLine(FINE);
            }
            assertThat(line.map(CommandLine::text)).contains("fine -x");
        }
    }

    /// Opened for both, so that this never waits for a reader itself; whoever waits reads the end.
    private static void release(Path pipe) throws IOException {
        try (var file = new RandomAccessFile(pipe.toFile(), "rw")) {
            file.writeByte(0);
        }
    }
}
