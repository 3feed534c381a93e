package dev.procdeck.host.procfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class NetSocketsTest {

    private static final String TCP =
            """
              sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 0100007F:1F90 00000000:0000 0A 00000000:00000003 00:00000000 00000000  1000        0 4294967295 2 0000000000000000 100 0 0 10 5
               1: 0200000A:01BB 0700000A:FFFE 06 00000000:00000000 03:00000A2B 00000000     0        0 0 3 0000000000000000
               2: 0200000A:01BB 0700000A:FFFD 01 00000010:FFFFFFFF 01:0000001E 00000002   33        0 77 4 0000000000000000 20 4 30 10 -1
               3: cut short
            """;

    private static final String TCP6 =
            """
              sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 0000000000000000FFFF00000100007F:1F90 B80D0120000000000000000001000000:0050 01 00000000:00000000 00:00000000 00000000     0        0 5 1 0 20 4 0 10 -1
            """;

    record Row(int state, String local, String remote, long rx, long tx, int uid, long inode) {}

    private static List<Row> parse(ByteBuffer text, boolean v6) {
        var rows = new ArrayList<Row>();
        NetSockets.parse(
                text,
                v6,
                s ->
                        rows.add(
                                new Row(
                                        s.state,
                                        Long.toHexString(s.localHigh)
                                                + "."
                                                + Long.toHexString(s.localLow)
                                                + ":"
                                                + s.localPort,
                                        Long.toHexString(s.remoteHigh)
                                                + "."
                                                + Long.toHexString(s.remoteLow)
                                                + ":"
                                                + s.remotePort,
                                        s.receiveQueue,
                                        s.sendQueue,
                                        s.uid,
                                        s.inode)));
        return rows;
    }

    @Test
    void readsEveryWholeLine() {
        Assumptions.assumeTrue(ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN);
        assertThat(parse(Text.of(TCP), false))
                .containsExactly(
                        new Row(10, "0.7f000001:8080", "0.0:0", 3, 0, 1000, 4294967295L),
                        new Row(6, "0.a000002:443", "0.a000007:65534", 0, 0, 0, 0),
                        new Row(1, "0.a000002:443", "0.a000007:65533", 0xffff_ffffL, 16, 33, 77));
        assertThat(parse(Text.of(TCP6), true))
                .containsExactly(
                        new Row(1, "0.ffff7f000001:8080", "20010db800000000.1:80", 0, 0, 0, 5));
    }

    @Test
    void survivesDamage() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int round = 0; round < 5000; round++) {
            byte[] bytes = (random.nextBoolean() ? TCP : TCP6).getBytes(StandardCharsets.UTF_8);
            for (int i = random.nextInt(8); i > 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            for (Row row :
                    parse(
                            ByteBuffer.wrap(bytes, 0, random.nextInt(bytes.length + 1)),
                            random.nextBoolean())) {
                assertThat(row.inode()).as("seed %d", seed).isNotNegative();
            }
        }
    }
}
