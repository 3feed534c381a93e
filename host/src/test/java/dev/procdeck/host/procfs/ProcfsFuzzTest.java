package dev.procdeck.host.procfs;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;

/// Any bytes in a kernel file are parsed or refused as malformed; nothing else is thrown, nothing
/// is read beyond the end. Seeds and past failures stand in `ProcfsFuzzTestInputs`.
@Tag("fuzz")
class ProcfsFuzzTest {
    private static final KernelUnits UNITS = new KernelUnits(100, 4096);

    /// I6: whatever the name holds, it ends at the last parenthesis.
    @FuzzTest
    void pidStat(byte[] bytes) {
        PidStat stat = new PidStat(UNITS);
        if (!stat.parse(bytes, bytes.length)) {
            return;
        }
        assertThat(stat.pid).isNotNegative();
        assertThat(stat.commLength).isBetween(0, PidStat.MAX_COMM_BYTES);
        int close = bytes.length - 1;
        while (bytes[close] != ')') {
            close--;
        }
        assertThat(stat.state).isEqualTo((char) (bytes[close + 2] & 0xff));
    }

    /// I6: a name of any bytes comes back as it was, and so does every number behind it.
    @FuzzTest
    void pidStatName(byte[] name) {
        byte[] comm = Arrays.copyOf(name, Math.min(name.length, PidStat.MAX_COMM_BYTES));
        byte[] head = "4242 (".getBytes(StandardCharsets.US_ASCII);
        byte[] tail =
                (") S 7 1 1 0 -1 4194304 10 0 12 0 200 300 0 0 20 5 9 0 987654 4096 33 "
                                + "18446744073709551615 1 2 3 0 0 0 0 0 0 0\n")
                        .getBytes(StandardCharsets.US_ASCII);
        byte[] file = Arrays.copyOf(head, head.length + comm.length + tail.length);
        System.arraycopy(comm, 0, file, head.length, comm.length);
        System.arraycopy(tail, 0, file, head.length + comm.length, tail.length);
        PidStat stat = new PidStat(UNITS);
        assertThat(stat.parse(file, file.length)).isTrue();
        assertThat(Arrays.copyOf(stat.comm, stat.commLength)).isEqualTo(comm);
        assertThat(stat.state).isEqualTo('S');
        assertThat(stat.pid).isEqualTo(4242);
        assertThat(stat.parentPid).isEqualTo(7);
        assertThat(stat.startTicks).isEqualTo(987654);
        assertThat(stat.nice).isEqualTo(5);
    }

    @FuzzTest
    void pidCmdline(byte[] bytes) {
        List<String> arguments = PidCmdline.parse(bytes, bytes.length);
        assertThat(arguments.size()).isLessThanOrEqualTo(bytes.length);
        assertThat(String.join("", arguments).length()).isLessThanOrEqualTo(bytes.length);
    }

    @FuzzTest
    void pidTextFiles(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        PidStatus.parse(text);
        PidCgroup.parse(text);
        PidLimits.parse(text);
        PidIo.parse(bytes, bytes.length);
    }

    @FuzzTest
    void netSockets(byte[] bytes) {
        int lines = 1;
        for (byte b : bytes) {
            lines += b == '\n' ? 1 : 0;
        }
        for (boolean v6 : new boolean[] {false, true}) {
            int[] seen = {0};
            NetSockets.parse(ByteBuffer.wrap(bytes), v6, socket -> seen[0]++);
            assertThat(seen[0]).isLessThanOrEqualTo(lines);
        }
    }

    @FuzzTest
    void memInfo(byte[] bytes) {
        allowMalformed(() -> MemInfo.parse(ByteBuffer.wrap(bytes)));
    }

    @FuzzTest
    void mountInfo(byte[] bytes) {
        allowMalformed(() -> MountInfo.parse(ByteBuffer.wrap(bytes)));
    }

    @FuzzTest
    void hostFiles(byte[] bytes) {
        allowMalformed(() -> Stat.parse(ByteBuffer.wrap(bytes)));
        allowMalformed(() -> LoadAvg.parse(ByteBuffer.wrap(bytes)));
        allowMalformed(() -> Uptime.parse(ByteBuffer.wrap(bytes)));
        allowMalformed(() -> Pressure.parse(ByteBuffer.wrap(bytes)));
        allowMalformed(() -> DiskStats.parse(ByteBuffer.wrap(bytes)));
        allowMalformed(() -> NetDev.parse(ByteBuffer.wrap(bytes)));
        allowMalformed(() -> CpuInfo.parse(ByteBuffer.wrap(bytes)));
    }

    private static void allowMalformed(Runnable parse) {
        try {
            parse.run();
        } catch (MalformedFileException refused) {
            assertThat(refused.getMessage()).isNotEmpty();
        }
    }
}
