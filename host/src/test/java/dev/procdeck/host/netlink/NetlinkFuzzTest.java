package dev.procdeck.host.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Tag;

/// Datagrams of any bytes are split, and their messages decoded, without reading beyond the end.
@Tag("fuzz")
class NetlinkFuzzTest {
    private static final int SOCK_DIAG_BY_FAMILY = 20;

    @FuzzTest
    void inetDiag(byte[] bytes) {
        InetDiagMessage message = new InetDiagMessage();
        NetlinkMessages messages =
                new NetlinkMessages(
                        SOCK_DIAG_BY_FAMILY,
                        1,
                        (datagram, from, end) -> {
                            assertThat(end).isLessThanOrEqualTo(bytes.length);
                            if (message.parse(datagram, from, end)) {
                                assertThat(message.localPort).isBetween(0, 0xffff);
                                assertThat(message.receiveQueue).isNotNegative();
                            }
                        });
        messages.accept(ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()));
        assertThat(messages.errno()).isNotNegative();
    }

    @FuzzTest
    void oneSocket(byte[] bytes) {
        ByteBuffer payload = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        boolean whole = new InetDiagMessage().parse(payload, 0, bytes.length);
        assertThat(whole).isEqualTo(bytes.length >= InetDiagMessage.BYTES);
    }
}
