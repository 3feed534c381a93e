package dev.procdeck.host.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.procdeck.host.facts.HostFacts.InterfaceAddresses;
import dev.procdeck.host.facts.HostFacts.LoggedInUser;
import dev.procdeck.host.libc.Reading;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostFactsReaderTest {

    @TempDir Path root;

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private void link(String file, String target) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.deleteIfExists(path);
        Files.createSymbolicLink(path, Path.of(target));
    }

    private HostFacts read() {
        return new HostFactsReader(root, () -> Reading.of(List.of())).read();
    }

    private static String run(String... command) throws IOException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        return new String(builder.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .strip();
    }

    private static <T> T value(Reading<T> reading) {
        return reading.asOptional().orElseThrow(() -> new AssertionError(reading));
    }

    @Test
    void thisHostAgreesWithItsTools() throws IOException {
        HostFacts facts = HostFactsReader.ofHost().read();
        assertThat(value(facts.hostName())).isEqualTo(run("uname", "-n"));
        assertThat(value(facts.kernelRelease())).isEqualTo(run("uname", "-r"));
        assertThat(value(facts.kernelVersion())).isEqualTo(run("uname", "-v"));
        assertThat(value(facts.architecture())).isEqualTo(run("uname", "-m"));
        assertThat(value(facts.cpuCount())).isEqualTo(Integer.parseInt(run("nproc", "--all")));
        assertThat(value(facts.osName()) + " " + value(facts.osVersion()))
                .isEqualTo(run("sh", "-c", ". /etc/os-release; echo $NAME $VERSION"));
        Map<String, String> lscpu = new TreeMap<>();
        run("lscpu")
                .lines()
                .forEach(l ->
                        lscpu.put(
                                l.split(":")[0].strip(), l.substring(l.indexOf(':') + 1).strip()));
        assertThat(value(facts.cpuModel())).isEqualTo(lscpu.get("Model name"));
        int sockets = Integer.parseInt(lscpu.get("Socket(s)"));
        assertThat(value(facts.processors()))
                .isEqualTo(
                        new HostFacts.Processors(
                                sockets,
                                sockets * Integer.parseInt(lscpu.get("Core(s) per socket")),
                                value(facts.cpuCount())));
        assertThat(value(facts.uptime()).toMillis() / 1000.0)
                .isCloseTo(
                        Double.parseDouble(run("cut", "-d ", "-f1", "/proc/uptime")), within(5.0));
        assertThat(value(facts.bootTime()).getEpochSecond())
                .isCloseTo(
                        Instant.now().getEpochSecond() - value(facts.uptime()).toSeconds(),
                        within(5L));
        assertThat(value(facts.memoryTotalBytes()))
                .isEqualTo(Long.parseLong(run("sh", "-c", "free -b | awk 'NR==2{print $2}'")));
        assertThat(facts.bootId()).isInstanceOf(Reading.Value.class);
        assertThat(facts.virtualisation().machine()).isInstanceOf(Reading.Value.class);
    }

    @Test
    void addressesAgreeWithIp() throws IOException {
        var ours = new TreeSet<String>();
        for (InterfaceAddresses net : value(InterfaceReader.read())) {
            net.addresses().forEach(address -> ours.add(net.name() + " " + address));
        }
        var ip = new TreeSet<String>();
        for (String line : run("ip", "-o", "address").lines().toList()) {
            String[] f = line.split("\\s+");
            ip.add(f[1] + " " + f[3]);
        }
        assertThat(ours).isEqualTo(ip).isNotEmpty();
    }

    @Test
    void anEmptyRootIsAllAbsenceAndNoFailure() {
        HostFacts facts = read();
        assertThat(facts.osName()).isInstanceOf(Reading.Unsupported.class);
        assertThat(facts.processors()).isInstanceOf(Reading.Unsupported.class);
        assertThat(facts.users()).isInstanceOf(Reading.Unsupported.class);
        assertThat(facts.virtualisation().machine()).isInstanceOf(Reading.Unsupported.class);
        assertThat(facts.virtualisation().container()).isInstanceOf(Reading.Unsupported.class);
    }

    @Test
    void rollingReleasesHaveNoVersionButABuild() throws IOException {
        write(
                "usr/lib/os-release",
                "# c\nNAME='Arch \\ Linux'\nBUILD_ID=rolling\nX=\"a \\\"b\\$\"\nBAD\n=x\n");
        assertThat(read().osName()).isEqualTo(Reading.of("Arch \\ Linux"));
        assertThat(read().osVersion()).isEqualTo(Reading.of("rolling"));
        assertThat(OsRelease.parse("X=\"a \\\"b\\$\"").first("X")).contains("a \"b$");
    }

    @ParameterizedTest
    @CsvSource({
        "product_name, KVM, kvm",
        "sys_vendor, QEMU, qemu",
        "sys_vendor, 'VMware, Inc.', vmware",
        "sys_vendor, innotek GmbH, oracle",
        "sys_vendor, Amazon EC2, amazon",
        "product_name, Google Compute Engine, google",
        "sys_vendor, Dell Inc., none",
    })
    void firmwareNamesTheMachine(String file, String text, String machine) throws IOException {
        write("proc/cpuinfo", "processor : 0\nflags : fpu\n");
        write("sys/class/dmi/id/" + file, text + "\n");
        assertThat(read().virtualisation().machine()).isEqualTo(Reading.of(machine));
    }

    @Test
    void hyperVAndXenAreTold() throws IOException {
        write("proc/cpuinfo", "processor : 0\nflags : fpu hypervisor\n");
        assertThat(read().virtualisation().machine()).isEqualTo(Reading.of("vm-other"));
        write("sys/class/dmi/id/sys_vendor", "Microsoft Corporation\n");
        assertThat(read().virtualisation().machine()).isEqualTo(Reading.of("vm-other"));
        write("sys/class/dmi/id/product_name", "Virtual Machine\n");
        assertThat(read().virtualisation().machine()).isEqualTo(Reading.of("microsoft"));
        write("proc/xen/capabilities", "control_d\n");
        assertThat(read().virtualisation().machine()).isEqualTo(Reading.of("none"));
    }

    @Test
    void containersAreToldByNamespaceAndMarker() throws IOException {
        link("proc/1/ns/pid", "pid:[4026531836]");
        write(".dockerenv", "");
        assertThat(read().virtualisation().container()).isEqualTo(Reading.of("none"));
        link("proc/1/ns/pid", "pid:[4026532000]");
        assertThat(read().virtualisation().container()).isEqualTo(Reading.of("docker"));
        Files.delete(root.resolve(".dockerenv"));
        assertThat(read().virtualisation().container()).isEqualTo(Reading.of("container-other"));
        write("proc/1/environ", "A=b\0container=systemd-nspawn\0");
        assertThat(read().virtualisation().container()).isEqualTo(Reading.of("systemd-nspawn"));
        write("proc/1/environ", "container=\0");
        write("proc/1/cgroup", "0::/kubepods/x\n");
        assertThat(read().virtualisation().container()).isEqualTo(Reading.of("kubepods"));
    }

    @Test
    void theZoneIsTheHostsOwn() throws IOException {
        assertThat(HostTimeZone.read(root)).isEqualTo(Reading.of(ZoneId.of("UTC")));
        write("etc/timezone", "Asia/Shanghai\n");
        assertThat(HostTimeZone.read(root)).isEqualTo(Reading.of(ZoneId.of("Asia/Shanghai")));
        link("etc/localtime", "../usr/share/zoneinfo/Europe/Berlin");
        assertThat(HostTimeZone.read(root)).isEqualTo(Reading.of(ZoneId.of("Europe/Berlin")));
        link("etc/localtime", "/usr/share/zoneinfo/No/Where");
        assertThat(HostTimeZone.read(root)).isInstanceOf(Reading.Unsupported.class);
    }

    @ParameterizedTest
    @CsvSource({"TIME_32", "TIME_64"})
    void readsUtmp(Utmp.Layout layout) throws IOException {
        var file = ByteBuffer.allocate(layout.bytes * 3 + 100).order(ByteOrder.nativeOrder());
        record(file, 0, layout, 2, "reboot", "~", "6.1", 0);
        record(file, layout.bytes, layout, 7, "alice", "pts/0", "192.0.2.7", 77);
        record(
                file,
                layout.bytes * 2,
                layout,
                7,
                "u".repeat(32),
                "l".repeat(32),
                "h".repeat(256),
                78);
        List<LoggedInUser> users = Utmp.parse(file.array(), layout);
        assertThat(users)
                .containsExactly(
                        new LoggedInUser(
                                "alice",
                                "pts/0",
                                "192.0.2.7",
                                77,
                                Instant.ofEpochSecond(1795388486L)),
                        new LoggedInUser(
                                "u".repeat(32),
                                "l".repeat(32),
                                "h".repeat(256),
                                78,
                                Instant.ofEpochSecond(1795388486L)));
        if (layout == Utmp.Layout.ofThisMachine()) {
            Files.createDirectories(root.resolve("run"));
            Files.write(root.resolve("run/utmp"), file.array());
            Files.createDirectories(root.resolve("proc/77"));
            assertThat(value(read().users()))
                    .extracting(LoggedInUser::userName)
                    .containsExactly("alice");
        }
    }

    private static void record(
            ByteBuffer file,
            int at,
            Utmp.Layout layout,
            int type,
            String user,
            String line,
            String host,
            int pid) {
        file.putShort(at, (short) type).putInt(at + 4, pid);
        file.put(at + 8, line.getBytes(StandardCharsets.UTF_8));
        file.put(at + 44, user.getBytes(StandardCharsets.UTF_8));
        file.put(at + 76, host.getBytes(StandardCharsets.UTF_8));
        file.putInt(at + layout.time, 1795388486);
    }

    @Test
    void withoutUtmpLogindsSessionsAreRead() throws IOException {
        write(
                "run/systemd/sessions/3",
                "# private\nUID=1000\nUSER=bob\nCLASS=user\nTTY=pts/1\nREMOTE_HOST=192.0.2.9\nLEADER=4242\nREALTIME=1795388486000001\n");
        write("run/systemd/sessions/c1", "USER=gdm\nCLASS=greeter\n");
        write("run/systemd/sessions/x", "garbage\0\n");
        assertThat(value(read().users()))
                .containsExactly(
                        new LoggedInUser(
                                "bob",
                                "pts/1",
                                "192.0.2.9",
                                4242,
                                Instant.ofEpochSecond(1795388486L)));
    }

    @Test
    void utmpParserSurvivesAnyBytes() {
        var random = new Random(7);
        for (int i = 0; i < 500; i++) {
            byte[] bytes = new byte[random.nextInt(2000)];
            random.nextBytes(bytes);
            if (bytes.length > 2) {
                bytes[0] = 7;
                bytes[1] = 0;
            }
            assertThat(new ArrayList<>(Utmp.parse(bytes, Utmp.Layout.TIME_32)))
                    .hasSizeLessThanOrEqualTo(6);
            Utmp.parse(bytes, Utmp.Layout.TIME_64);
        }
    }

    @Test
    void pidOneNamesTheInitSystem() throws IOException {
        write("proc/1/comm", "runit\n");
        assertThat(read().initSystem()).isEqualTo(Reading.of("runit"));
        write("proc/1/comm", "init\n");
        write("etc/inittab", "");
        write("etc/init.d/x", "");
        assertThat(read().initSystem()).isEqualTo(Reading.of("sysvinit"));
        Files.createDirectories(root.resolve("run/systemd/system"));
        assertThat(read().initSystem()).isEqualTo(Reading.of("systemd"));
    }
}
