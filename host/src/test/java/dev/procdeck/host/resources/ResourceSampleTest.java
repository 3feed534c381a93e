package dev.procdeck.host.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;

import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.libc.StatVfs;
import dev.procdeck.host.procfs.CpuTimes;
import dev.procdeck.host.procfs.MountInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResourceSampleTest {

    @TempDir Path root;
    final AtomicLong nanos = new AtomicLong(5_000_000_000L);

    ResourceReader reader() {
        return ResourceReader.at(root, InstantSource.fixed(Instant.EPOCH), nanos::get);
    }

    void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    void host(int user, long received, long readSectors) throws IOException {
        write(
                "proc/stat",
                "cpu " + user + " 0 0 100 0 0 0 0 0 0\ncpu0 " + user + " 0 0 100 0 0 0 0 0 0\n");
        write(
                "proc/meminfo",
                "MemTotal: 1000 kB\nMemFree: 300 kB\nMemAvailable: 600 kB\nBuffers: 10 kB\nCached: 200 kB\nSReclaimable: 30 kB\nSwapTotal: 100 kB\nSwapFree: 60 kB\n");
        write("proc/loadavg", "0.50 0.40 0.30 1/2 3\n");
        write(
                "proc/diskstats",
                " 8 0 sda 5 0 "
                        + readSectors
                        + " 0 0 0 0 0 0 500 0\n 8 1 sda1 5 0 9 0 0 0 0 0 0 0 0\n");
        write("sys/block/sda/x", "");
        write("proc/self/net/dev", "a\nb\n lo: " + received + " 1 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n");
    }

    @Test
    void theFirstSampleHasNoRates() throws IOException {
        host(50, 1000, 8);
        try (var reader = reader()) {
            Resources first = reader.sample().alone();
            assertThat(first.interval()).isEmpty();
            assertThat(value(first.cpu()).total()).isEmpty();
            assertThat(value(first.cpu()).perCpu().getFirst().percent()).isEmpty();
            assertThat(value(first.disks()).getFirst().rates()).isEmpty();
            assertThat(value(first.networkInterfaces()).getFirst().rates()).isEmpty();
            assertThat(value(first.memory()))
                    .isEqualTo(
                            new Resources.Memory(
                                    1000 * 1024, 300 * 1024, 400 * 1024, 240 * 1024, 600 * 1024));
            assertThat(value(first.swap()))
                    .isEqualTo(new Resources.Swap(100 * 1024, 60 * 1024, 40 * 1024));
        }
    }

    @Test
    void anInterfaceIsUpByItsLink() throws IOException {
        String counters = ": 1 1 0 0 0 0 0 0 1 1 0 0 0 0 0 0\n";
        for (String name : List.of("up", "unknown", "down", "lowerlayerdown", "dormant")) {
            write("sys/class/net/" + name + "/operstate", name + "\n");
        }
        write(
                "proc/self/net/dev",
                String.join(counters, "up", "unknown", "down", "lowerlayerdown", "dormant", "gone")
                        + counters);
        try (var reader = reader()) {
            assertThat(value(reader.sample().alone().networkInterfaces()))
                    .extracting(each -> each.up().map(String::valueOf).orElse("not told"))
                    .containsExactly("true", "true", "false", "false", "false", "not told");
        }
    }

    @Test
    void ratesAreOverMonotonicTime() throws IOException {
        host(50, 1000, 8);
        try (var reader = reader()) {
            ResourceSample first = reader.sample();
            host(150, 3000, 24);
            nanos.addAndGet(Duration.ofSeconds(2).toNanos());
            Resources now = reader.sample().since(first);
            assertThat(now.interval()).contains(Duration.ofSeconds(2));
            assertThat(value(now.cpu()).total().orElseThrow().us()).isEqualTo(100);
            assertThat(value(now.disks()).getFirst().rates().orElseThrow().readBytesPerSecond())
                    .isEqualTo(16 * 512 / 2.0);
            assertThat(
                            value(now.networkInterfaces())
                                    .getFirst()
                                    .rates()
                                    .orElseThrow()
                                    .receivedBytesPerSecond())
                    .isEqualTo(1000);
        }
    }

    @Test
    void countersThatWentBackwardsGiveNoRate() throws IOException {
        host(50, 1000, 8);
        try (var reader = reader()) {
            ResourceSample first = reader.sample();
            host(49, 999, 7);
            nanos.addAndGet(1);
            Resources now = reader.sample().since(first);
            assertThat(value(now.cpu()).total()).isEmpty();
            assertThat(value(now.disks()).getFirst().rates()).isEmpty();
            assertThat(value(now.networkInterfaces()).getFirst().rates()).isEmpty();
        }
    }

    @Test
    void partitionsAreNotCountedTwice() throws IOException {
        host(50, 1000, 8);
        try (var reader = reader()) {
            assertThat(value(reader.sample().alone().disks()))
                    .extracting(Resources.Disk::device)
                    .containsExactly("sda");
        }
    }

    @Test
    void absentFilesCostOnlyTheirOwnPart() throws IOException {
        host(50, 1000, 8);
        Files.delete(root.resolve("proc/diskstats"));
        write("proc/loadavg", "nonsense");
        try (var reader = reader()) {
            Resources now = reader.sample().alone();
            assertThat(now.pressure().cpu()).isInstanceOf(Reading.Unsupported.class);
            assertThat(now.disks()).isInstanceOf(Reading.Unsupported.class);
            assertThat(now.load()).isInstanceOf(Reading.Unsupported.class);
            assertThat(now.memory()).isInstanceOf(Reading.Value.class);
        }
    }

    @Test
    void withoutMemAvailableFreeStandsInAsInProcps() throws IOException {
        host(1, 1, 1);
        write("proc/meminfo", "MemTotal: 1000 kB\nMemFree: 300 kB\n");
        try (var reader = reader()) {
            assertThat(value(reader.sample().alone().memory()))
                    .isEqualTo(
                            new Resources.Memory(
                                    1000 * 1024, 300 * 1024, 700 * 1024, 0, 300 * 1024));
        }
    }

    @Test
    void sharesAddUpToHundred() {
        var field = integers().between(0, 1_000_000);
        qt().forAll(lists().of(field).ofSize(8), lists().of(field).ofSize(8))
                .check((from, growth) -> {
                    var before = times(from, from);
                    var now = times(from.stream().map(i -> i).toList(), growth, from);
                    var percent = CpuRates.percent(now, before);
                    long sum = growth.stream().mapToLong(i -> i).sum();
                    return percent.map(p ->
                                    Math.abs(
                                                    p.us() + p.sy() + p.ni() + p.id() + p.wa()
                                                            + p.hi() + p.si() + p.st() - 100)
                                            < 1e-6)
                            .orElse(sum == 0);
                });
    }

    private static CpuTimes times(List<Integer> f, List<Integer> guest) {
        return new CpuTimes(
                f.get(0),
                f.get(1),
                f.get(2),
                f.get(3),
                f.get(4),
                f.get(5),
                f.get(6),
                f.get(7),
                guest.get(0),
                guest.get(1));
    }

    private static CpuTimes times(List<Integer> from, List<Integer> growth, List<Integer> guest) {
        var sum = new java.util.ArrayList<Integer>();
        for (int i = 0; i < 8; i++) {
            sum.add(from.get(i) + growth.get(i));
        }
        return times(sum, guest);
    }

    @Test
    void foldsBindMountsAndHidesOvermounted() {
        String text =
                """
                1 0 8:1 / /srv/a/long/one rw - ext4 /dev/sda1 rw
                2 0 8:1 /x /bind rw - ext4 /dev/sda1 rw
                3 0 0:5 / /over rw - tmpfs old rw
                4 3 0:6 / /over rw - tmpfs new rw
                5 0 0:7 / /proc rw - proc proc rw
                6 0 0:8 / /auto rw - autofs a rw
                """;
        assertThat(
                        MountReader.select(
                                MountInfo.parse(
                                        ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)))))
                .extracting(MountInfo::mountPoint, MountInfo::source)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("/bind", "/dev/sda1"),
                        org.assertj.core.groups.Tuple.tuple("/over", "new"));
    }

    @Test
    void aHangingFileSystemCostsOneShortWaitOnly() throws Exception {
        var never = new CountDownLatch(1);
        var slow =
                new SlowMounts(path -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return Reading.of(new StatVfs(1, 1, 1, 1, 1));
                });
        var mount = new MountInfo(7, "0:1", "/", new byte[] {'/', 'n'}, "nfs4", "h:/e", false);
        assertThat(slow.read(mount)).isInstanceOf(Reading.Unsupported.class);
        long before = System.nanoTime();
        assertThat(slow.read(mount)).isInstanceOf(Reading.Unsupported.class);
        assertThat((System.nanoTime() - before) / 1e6).isCloseTo(0, within(50.0));
        never.countDown();
        Reading<StatVfs> answer = slow.read(mount);
        for (int i = 0; i < 100 && !(answer instanceof Reading.Value<StatVfs>); i++) {
            Thread.sleep(10);
            answer = slow.read(mount);
        }
        assertThat(answer).isInstanceOf(Reading.Value.class);
    }

    static <T> T value(Reading<T> reading) {
        return reading.asOptional().orElseThrow();
    }
}
