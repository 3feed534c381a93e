package dev.procdeck.host.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.host.libc.Errno;
import dev.procdeck.host.libc.Reading;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InetDiagTest {
    private static final int SOCK_DIAG_BY_FAMILY = 20;

    /// struct inet_diag_msg as the kernel of this machine would write it.
    private static ByteBuffer message(int family, int state, byte[]... attributes) {
        var out = ByteBuffer.allocate(1024).order(ByteOrder.nativeOrder());
        out.put((byte) family).put((byte) state).put((byte) 0).put((byte) 0);
        out.put(new byte[] {0x1f, (byte) 0x90, (byte) 0xff, (byte) 0xfe}); // 8080, 65534
        byte[] local = new byte[16];
        local[0] = (byte) 192;
        local[3] = 7;
        local[15] = 1;
        out.put(local);
        byte[] remote = new byte[16];
        remote[10] = (byte) 0xff;
        remote[11] = (byte) 0xff;
        remote[15] = 9;
        out.put(remote);
        out.putInt(3); // interface
        out.putInt(0xffff_fff0).putInt(0x7fff_ffff); // cookie, low word first
        out.putInt(0); // expires
        out.putInt(0xffff_ffff).putInt(5).putInt(1000).putInt(0xf000_0001);
        for (byte[] attribute : attributes) {
            out.put(attribute);
        }
        return out.flip();
    }

    private static boolean parse(InetDiagMessage m, ByteBuffer bytes) {
        return m.parse(bytes, bytes.position(), bytes.limit());
    }

    private static byte[] attribute(int type, int length, byte[] value) {
        var out = ByteBuffer.allocate(4 + (value.length + 3 & ~3)).order(ByteOrder.nativeOrder());
        out.putShort((short) length).putShort((short) type).put(value);
        return out.array();
    }

    private static byte[] longBytes(long value) {
        return ByteBuffer.allocate(8).order(ByteOrder.nativeOrder()).putLong(value).array();
    }

    @Test
    void structsHaveTheKernelsSizes() {
        assertThat(InetDiag.REQUEST_BYTES).isEqualTo(56);
        assertThat(InetDiagMessage.BYTES).isEqualTo(message(2, 1).remaining()).isEqualTo(72);
    }

    @Test
    void readsEveryField() {
        var m = new InetDiagMessage();
        assertThat(parse(m, message(InetDiag.AF_INET, 10))).isTrue();
        assertThat(m.state).isEqualTo(10);
        assertThat(m.localPort).isEqualTo(8080);
        assertThat(m.remotePort).isEqualTo(65534);
        assertThat(m.localHigh).isZero();
        assertThat(m.localLow).isEqualTo(0xC000_0007L);
        assertThat(m.interfaceIndex).isEqualTo(3);
        assertThat(m.cookie).isEqualTo(0x7fff_ffff_ffff_fff0L);
        assertThat(m.receiveQueue).isEqualTo(0xffff_ffffL);
        assertThat(m.sendQueue).isEqualTo(5);
        assertThat(m.uid).isEqualTo(1000);
        assertThat(m.inode).isEqualTo(0xf000_0001L);
        assertThat(m.cgroupId).isZero();
        assertThat(m.hasTcpInfo).isFalse();
        assertThat(parse(m, message(InetDiag.AF_INET6, 1))).isTrue();
        assertThat(m.localHigh).isEqualTo(0xC000_0007_0000_0000L);
        assertThat(m.localLow).isEqualTo(1);
        assertThat(m.remoteHigh).isZero();
        assertThat(m.remoteLow).isEqualTo(0xffff_0000_0009L);
    }

    @Test
    void readsControlGroupAndTcpFigures() {
        byte[] info = new byte[104];
        var figures = ByteBuffer.wrap(info).order(ByteOrder.nativeOrder());
        figures.putInt(68, 250).putInt(72, 125).putInt(100, 3);
        var m = new InetDiagMessage();
        parse(
                m,
                message(
                        2,
                        1,
                        attribute(8, 5, new byte[] {1}),
                        attribute(2, 108, info),
                        attribute(21, 12, longBytes(4711))));
        assertThat(m.cgroupId).isEqualTo(4711);
        assertThat(m.hasTcpInfo).isTrue();
        assertThat(m.roundTripMicros).isEqualTo(250);
        assertThat(m.roundTripVarianceMicros).isEqualTo(125);
        assertThat(m.retransmits).isEqualTo(3);
        parse(m, message(2, 1));
        assertThat(m.cgroupId).as("the last socket's").isZero();
        assertThat(m.hasTcpInfo).isFalse();
    }

    @Test
    void takesNothingFromAShorterTcpInfoOfAnOldKernel() {
        var m = new InetDiagMessage();
        parse(m, message(2, 1, attribute(2, 4 + 96, new byte[96])));
        assertThat(m.hasTcpInfo).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 60_000})
    void stopsAtAnAttributeWhoseLengthCannotBeTrue(int length) {
        var m = new InetDiagMessage();
        parse(
                m,
                message(
                        2,
                        1,
                        attribute(21, length, longBytes(1)),
                        attribute(21, 12, longBytes(2))));
        assertThat(m.cgroupId).isZero();
    }

    private static void header(ByteBuffer out, int length, int type, int sequence) {
        out.putInt(length).putShort((short) type).putShort((short) 2).putInt(sequence).putInt(0);
    }

    @Test
    void splitsADatagramIntoMessages() {
        var out = ByteBuffer.allocate(512).order(ByteOrder.nativeOrder());
        header(out, 16 + 5, SOCK_DIAG_BY_FAMILY, 7);
        out.put(new byte[] {1, 2, 3, 4, 5, 0, 0, 0});
        header(out, 16 + 4, SOCK_DIAG_BY_FAMILY, 6); // of an earlier dump
        out.putInt(9);
        header(out, 16 + 4, NetlinkSocket.NLMSG_DONE, 7);
        out.putInt(0);
        List<Integer> lengths = new ArrayList<>();
        var messages =
                new NetlinkMessages(
                        SOCK_DIAG_BY_FAMILY, 7, (datagram, from, end) -> lengths.add(end - from));
        messages.accept(out.flip());
        assertThat(lengths).containsExactly(5);
        assertThat(messages.isDone()).isTrue();
        assertThat(messages.errno()).isZero();
    }

    @Test
    void anErrorEndsTheDump() {
        var out = ByteBuffer.allocate(64).order(ByteOrder.nativeOrder());
        header(out, 16 + 20, NetlinkSocket.NLMSG_ERROR, 7);
        out.putInt(-Errno.EACCES).position(36);
        var messages = new NetlinkMessages(SOCK_DIAG_BY_FAMILY, 7, (datagram, from, end) -> {});
        messages.accept(out.flip());
        assertThat(messages.isDone()).isTrue();
        assertThat(messages.errno()).isEqualTo(Errno.EACCES);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 15, -1, 1000})
    void aMessageWhoseLengthCannotBeTrueIsAFault(int length) {
        var out = ByteBuffer.allocate(32).order(ByteOrder.nativeOrder());
        header(out, length, SOCK_DIAG_BY_FAMILY, 7);
        var messages = new NetlinkMessages(SOCK_DIAG_BY_FAMILY, 7, (datagram, from, end) -> {});
        messages.accept(out.clear());
        assertThat(messages.errno()).isEqualTo(Errno.EIO);
    }

    /// Any bytes: never an exception, never a read outside the datagram.
    @Test
    void survivesAnyBytes() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        var m = new InetDiagMessage();
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            var datagram = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
            if (bytes.length >= 16) {
                datagram.putInt(0, random.nextInt(320))
                        .putShort(4, (short) SOCK_DIAG_BY_FAMILY)
                        .putInt(8, 7);
            }
            var messages = new NetlinkMessages(SOCK_DIAG_BY_FAMILY, 7, m::parse);
            try {
                messages.accept(datagram);
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    @Test
    void anUnknownFamilyIsRefusedByTheKernelAndNotAHang() {
        try (InetDiag diag = InetDiag.open().asOptional().orElseThrow()) {
            assertThat(diag.dump(99, 6, InetDiag.ALL_STATES, false, m -> {}))
                    .isInstanceOf(Reading.Unsupported.class);
            assertThat(diag.dump(InetDiag.AF_INET, 6, InetDiag.ALL_STATES, false, m -> {}))
                    .isInstanceOf(Reading.Value.class);
        }
    }
}
