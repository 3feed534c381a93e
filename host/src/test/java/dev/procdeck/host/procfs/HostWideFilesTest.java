package dev.procdeck.host.procfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostWideFilesTest {

    static final String STAT =
            """
            cpu  4600 7 2640 239604 389 3 77 132 20 5
            cpu0 1789 0 939 120894 52 0 11 61 0 0
            cpu3 2811 7 1701 118710 337 3 66 71 20 5
            intr 176964 0 0 0
            ctxt 360682
            btime 1795388486
            processes 5191
            procs_running 4
            procs_blocked 0
            softirq 132544 0 17392
            """;

    static final String MEMINFO =
            """
            MemTotal:       24684096 kB
            MemFree:        24439828 kB
            MemAvailable:   24387324 kB
            Buffers:            4420 kB
            Cached:            74992 kB
            SwapCached:            9 kB
            SwapTotal:          1000 kB
            SwapFree:            400 kB
            Shmem:              8000 kB
            SReclaimable:       5008 kB
            HugePages_Total:       0
            """;

    static final String PRESSURE =
            """
            some avg10=0.25 avg60=1.50 avg300=99.99 total=123456
            full avg10=0.00 avg60=0.75 avg300=50.00 total=654
            """;

    static final String DISKSTATS =
            """
               7       0 loop0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0
             254       0 vda 36472 9578 2340050 9177 11581 8354 2124176 4501 6 6140 14175 5717 58 170824 423 1526 73
               8       1 sda1 1 2 3 4 5 6 7 8 0 9 10
               8       2 cut 1 2 3
            """;

    static final String NETDEV =
            """
            Inter-|   Receive                                                |  Transmit
             face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
                lo:    3193      29    0    0    0     0          0         0     3194      30    0    0    0     0       0          0
              eth0:284660144    6728    1    2    0     0          0         0   655109    4940    3    4    0     0       0          0
              cut: 1 2 3
            """;

    @Test
    void readsProcessorTimes() {
        Stat stat = Stat.parse(Text.of(STAT));
        assertThat(stat.total())
                .isEqualTo(new CpuTimes(46000, 70, 26400, 2396040, 3890, 30, 770, 1320, 200, 50));
        assertThat(stat.perCpu()).extracting(Stat.NumberedCpu::number).containsExactly(0, 3);
        assertThat(stat.bootTime()).isEqualTo(Instant.ofEpochSecond(1795388486));
        assertThat(stat.processesCreated()).isEqualTo(5191);
        assertThat(stat.contextSwitches()).isEqualTo(360682);
    }

    @Test
    void countsGuestTimeOnce() {
        var times = new CpuTimes(100, 50, 1, 1, 1, 1, 1, 1, 90, 40);
        assertThat(times.totalMillis()).isEqualTo(156);
    }

    @Test
    void takesFieldsAnOldKernelLacksAsZero() {
        assertThat(Stat.parse(Text.of("cpu 1 2 3 4\n")).total())
                .isEqualTo(new CpuTimes(10, 20, 30, 40, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void readsMemory() {
        MemInfo info = MemInfo.parse(Text.of(MEMINFO));
        assertThat(info.totalBytes()).isEqualTo(24684096L * 1024);
        assertThat(info.availableBytes()).hasValue(24387324L * 1024);
        assertThat(info.cachedBytes()).isEqualTo(74992L * 1024);
        assertThat(info.reclaimableSlabBytes()).isEqualTo(5008L * 1024);
        assertThat(info.swapFreeBytes()).isEqualTo(400L * 1024);
    }

    @Test
    void readsLoadAndUptime() {
        assertThat(LoadAvg.parse(Text.of("0.11 12.05 100.01 2/91 5191\n")))
                .isEqualTo(new LoadAvg(0.11, 12.05, 100.01, 2, 91));
        assertThat(Uptime.parse(Text.of("1239.71 2396.04\n")).sinceBoot())
                .isEqualTo(Duration.ofMillis(1239710));
    }

    @Test
    void readsPressureWithAndWithoutFull() {
        Pressure pressure = Pressure.parse(Text.of(PRESSURE));
        assertThat(pressure.some()).isEqualTo(new Pressure.Share(0.25, 1.5, 99.99, 123456));
        assertThat(pressure.full()).contains(new Pressure.Share(0, 0.75, 50, 654));
        assertThat(Pressure.parse(Text.of(PRESSURE.lines().findFirst().orElseThrow())).full())
                .isEmpty();
    }

    @Test
    void readsDisksInBytes() {
        assertThat(DiskStats.parse(Text.of(DISKSTATS)))
                .containsExactly(
                        new DiskStats(7, 0, "loop0", 0, 0, 0, 0, 0, 0),
                        new DiskStats(
                                254,
                                0,
                                "vda",
                                36472,
                                2340050L * 512,
                                11581,
                                2124176L * 512,
                                6,
                                6140),
                        new DiskStats(8, 1, "sda1", 1, 3 * 512, 5, 7 * 512, 0, 9));
    }

    @Test
    void readsInterfacesAlsoWithoutBlankAfterTheName() {
        assertThat(NetDev.parse(Text.of(NETDEV)))
                .containsExactly(
                        new NetDev("lo", 3193, 29, 0, 0, 3194, 30, 0, 0),
                        new NetDev("eth0", 284660144, 6728, 1, 2, 655109, 4940, 3, 4));
    }

    @Test
    void readsMountsWithHostileNames() {
        String text =
                """
                27 1 254:0 / / rw,relatime - ext4 /dev/vda rw,discard
                30 27 0:25 / /a\\040b\\134c\\012d ro,nosuid shared:1 master:2 - tmpfs x\\040y rw,size=4k
                31 27 0:26 / /cut rw
                """;
        List<MountInfo> mounts = MountInfo.parse(Text.of(text));
        assertThat(mounts)
                .extracting(MountInfo::mountPoint, MountInfo::type, MountInfo::source)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("/", "ext4", "/dev/vda"),
                        org.assertj.core.groups.Tuple.tuple("/a b\\c\nd", "tmpfs", "x y"));
        assertThat(mounts).extracting(MountInfo::readOnly).containsExactly(false, true);
    }

    @Test
    void keepsMountPointBytesThatAreNotUtf8() {
        byte[] line = "1 1 0:1 / /x@ rw - tmpfs t rw\n".getBytes(StandardCharsets.ISO_8859_1);
        line[12] = (byte) 0xff;
        MountInfo mount = MountInfo.parse(ByteBuffer.wrap(line)).getFirst();
        assertThat(mount.mountPointBytes()).containsExactly('/', 'x', 0xff);
        assertThat(mount.mountPoint()).isEqualTo("/x\ufffd");
    }

    @Test
    void countsSocketsAndCores() {
        String one =
                "processor\t: %d\nmodel name\t: AMD EPYC\nphysical id\t: %d\ncore id\t: %d\nflags\t: fpu hypervisor sse\n\n";
        String text = one.formatted(0, 0, 0) + one.formatted(1, 0, 0) + one.formatted(2, 1, 0);
        assertThat(CpuInfo.parse(Text.of(text)))
                .isEqualTo(new CpuInfo(java.util.Optional.of("AMD EPYC"), 3, 2, 2, true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "garbage", "cp", "MemTotal", "some avg10=", "0.1 x"})
    void refusesFilesWithoutWhatTheyMustHave(String text) {
        for (Function<ByteBuffer, ?> parser :
                List.<Function<ByteBuffer, ?>>of(
                        Stat::parse, MemInfo::parse, LoadAvg::parse, Pressure::parse)) {
            assertThatThrownBy(() -> parser.apply(Text.of(text)))
                    .isInstanceOf(MalformedFileException.class);
        }
    }

    /// Whatever bytes stand in a file, a parser answers or refuses; it never breaks and never
    /// yields negative counters.
    @Test
    void survivesDamagedFiles() {
        Map<String, Function<ByteBuffer, ?>> parsers =
                Map.of(
                        STAT,
                        Stat::parse,
                        MEMINFO,
                        MemInfo::parse,
                        PRESSURE,
                        Pressure::parse,
                        DISKSTATS,
                        DiskStats::parse,
                        NETDEV,
                        NetDev::parse,
                        "27 1 254:0 / /a\\040 rw - ext4 /dev/vda rw\n",
                        MountInfo::parse,
                        "processor : 0\nphysical id : 99999999999999999999\n",
                        CpuInfo::parse);
        long seed = new Random().nextLong();
        var random = new Random(seed);
        parsers.forEach((text, parser) -> {
            for (int round = 0; round < 2000; round++) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                for (int i = random.nextInt(6); i >= 0; i--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
                var cut = ByteBuffer.wrap(bytes, 0, random.nextInt(bytes.length + 1));
                try {
                    assertThat(parser.apply(cut).toString())
                            .as("seed %d", seed)
                            .doesNotContain("Millis=-", "Bytes=-");
                } catch (MalformedFileException expected) {
                    assertThat(expected).hasMessageNotContaining("\n");
                }
            }
        });
    }

    @Test
    void saturatesInsteadOfOverflowing() {
        String huge = "99999999999999999999999";
        assertThat(
                        MemInfo.parse(Text.of("MemTotal: " + huge + " kB\nMemFree: 1 kB\n"))
                                .totalBytes())
                .isPositive();
        assertThat(
                        Stat.parse(Text.of("cpu " + (huge + " ").repeat(10) + "\n"))
                                .total()
                                .totalMillis())
                .isPositive();
    }
}
