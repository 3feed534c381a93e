package dev.procdeck.host.procfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What our parsers make of every file that a real kernel wrote, captured by `dev/capture-proc`.
/// Run with `-Dprocdeck.rewriteGolden=true` to write `parsed.txt` anew, and read what has changed.
class CapturedHostTest {
    private static final Path HOST = Path.of("src/test/resources/fixtures/debian12-testhost");

    @Test
    void parsesAsBefore() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(HOST)) {
            files =
                    all.filter(file -> file.getNameCount() > HOST.getNameCount() + 1)
                            .filter(Files::isRegularFile)
                            .sorted()
                            .toList();
        }
        StringBuilder text = new StringBuilder();
        for (Path file : files) {
            String name = HOST.relativize(file).toString();
            text.append("== ").append(name).append('\n');
            text.append(parsed(name, Files.readAllBytes(file))).append('\n');
        }
        Path golden = HOST.resolve("parsed.txt");
        if (Boolean.getBoolean("procdeck.rewriteGolden")) {
            Files.writeString(golden, text);
        }
        assertThat(files).hasSizeGreaterThan(25);
        assertThat(text.toString()).isEqualTo(Files.readString(golden));
    }

    private static String parsed(String name, byte[] bytes) {
        String text = new String(bytes, UTF_8);
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return switch (name.replaceFirst("^proc/[0-9]+/", "PID/")) {
            case "proc/stat" -> Stat.parse(buffer).toString();
            case "proc/meminfo" -> MemInfo.parse(buffer).toString();
            case "proc/loadavg" -> LoadAvg.parse(buffer).toString();
            case "proc/uptime" -> Uptime.parse(buffer).toString();
            case "proc/cpuinfo" -> CpuInfo.parse(buffer).toString();
            case "proc/diskstats" -> lines(DiskStats.parse(buffer));
            case "proc/pressure/cpu", "proc/pressure/memory", "proc/pressure/io" ->
                    Pressure.parse(buffer).toString();
            case "proc/self/mountinfo" ->
                    lines(
                            MountInfo.parse(buffer).stream()
                                    .map(m ->
                                            m.id()
                                                    + " "
                                                    + m.deviceNumber()
                                                    + " "
                                                    + m.mountPoint()
                                                    + " "
                                                    + m.type()
                                                    + " "
                                                    + m.source()
                                                    + " "
                                                    + m.readOnly())
                                    .toList());
            case "proc/self/net/dev" -> lines(NetDev.parse(buffer));
            case "proc/self/net/tcp", "proc/self/net/udp" -> sockets(buffer, false);
            case "proc/self/net/tcp6", "proc/self/net/udp6" -> sockets(buffer, true);
            case "PID/stat" -> stat(bytes);
            case "PID/status" -> PidStatus.parse(text).orElseThrow().toString();
            case "PID/io" -> PidIo.parse(bytes, bytes.length).orElseThrow().toString();
            case "PID/cgroup" -> PidCgroup.parse(text).orElseThrow().toString();
            case "PID/limits" -> lines(PidLimits.parse(text).orElseThrow().limits());
            case "PID/cmdline" -> PidCmdline.parse(bytes, bytes.length).toString();
            default -> {
                // Read whole by its reader, nothing to parse.
                assertThat(name).startsWith("sys/class/net/").endsWith("/operstate");
                yield text.strip();
            }
        };
    }

    private static String lines(List<?> all) {
        return all.stream().map(Object::toString).collect(Collectors.joining("\n"));
    }

    private static String sockets(ByteBuffer text, boolean v6) {
        List<String> all = new ArrayList<>();
        NetSockets.parse(
                text,
                v6,
                one ->
                        all.add(
                                "%d %x:%x:%d %x:%x:%d queues %d %d uid %d inode %d"
                                        .formatted(
                                                one.state,
                                                one.localHigh,
                                                one.localLow,
                                                one.localPort,
                                                one.remoteHigh,
                                                one.remoteLow,
                                                one.remotePort,
                                                one.receiveQueue,
                                                one.sendQueue,
                                                one.uid,
                                                one.inode)));
        return lines(all);
    }

    private static String stat(byte[] bytes) {
        PidStat stat = new PidStat(KernelUnits.COMMON);
        assertThat(stat.parse(bytes, bytes.length)).isTrue();
        return "%d (%s) %c parent %d group %d session %d user %d system %d priority %d nice %d threads %d start %d virtual %d rss %d"
                .formatted(
                        stat.pid,
                        new String(stat.comm, 0, stat.commLength, UTF_8),
                        stat.state,
                        stat.parentPid,
                        stat.processGroup,
                        stat.session,
                        stat.userNanos,
                        stat.systemNanos,
                        stat.priority,
                        stat.nice,
                        stat.threads,
                        stat.startTicks,
                        stat.virtualBytes,
                        stat.rssBytes);
    }
}
