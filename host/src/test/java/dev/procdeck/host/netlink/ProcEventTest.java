package dev.procdeck.host.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procdeck.host.netlink.ProcEvent.MalformedMessageException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProcEventTest {
    private static final int FORK = 1;
    private static final int EXIT = 0x8000_0000;

    /// A message with this event and these fields.
    private static byte[] message(int what, int... fields) {
        ByteBuffer out = ByteBuffer.allocate(76).order(ByteOrder.nativeOrder());
        out.putInt(76).putShort((short) 3).putShort((short) 0).putInt(9).putInt(0);
        out.putInt(1).putInt(1).putInt(41).putInt(0).putShort((short) 40).putShort((short) 0);
        out.putInt(what).putInt(5).putLong(123_456_789L);
        for (int field : fields) {
            out.putInt(field);
        }
        return out.array();
    }

    private static ProcEvent.Detail detail(byte[] message) throws MalformedMessageException {
        return ProcEvent.decode(message, message.length).detail();
    }

    @Test
    void whatHappenedIsRead() throws Exception {
        ProcEvent event = ProcEvent.decode(message(FORK, 7, 7, 8, 8), 76);
        assertThat(event.cpu()).isEqualTo(5);
        assertThat(event.sequence()).isEqualTo(41);
        assertThat(event.timeNanos()).isEqualTo(123_456_789L);
        assertThat(event.detail()).isEqualTo(new ProcEvent.Detail.Forked(7, 8));
        assertThat(detail(message(2, 8, 8))).isEqualTo(new ProcEvent.Detail.Executed(8));
        assertThat(detail(message(EXIT, 8, 8, 0x100, 17, 7, 7)))
                .isEqualTo(new ProcEvent.Detail.Exited(8, 0x100));
        assertThat(detail(message(0, 1))).isEqualTo(new ProcEvent.Detail.Accepted(1));
    }

    @Test
    void threadsHaveNoEvents() throws Exception {
        assertThat(detail(message(FORK, 7, 7, 9, 8))).isInstanceOf(ProcEvent.Detail.Other.class);
        assertThat(detail(message(EXIT, 9, 8, 0))).isInstanceOf(ProcEvent.Detail.Other.class);
    }

    @Test
    void aMessageCutAnywhereIsRefused() {
        byte[] whole = message(FORK, 7, 7, 8, 8);
        for (int length = 0; length < whole.length; length++) {
            int cut = length;
            assertThatThrownBy(() -> ProcEvent.decode(whole, cut))
                    .isInstanceOf(MalformedMessageException.class);
        }
    }

    @Test
    void randomBytesEndInAValueOrTheStatedException() {
        for (long seed = 0; seed < 100_000; seed++) {
            Random random = new Random(seed);
            byte[] bytes =
                    random.nextBoolean()
                            ? message(random.nextInt(6))
                            : new byte[random.nextInt(200)];
            if (random.nextBoolean()) {
                for (int i = 0; i < 3 && bytes.length > 0; i++) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                }
            } else if (bytes.length != 76) {
                random.nextBytes(bytes);
            }
            int length = random.nextInt(4) == 0 ? random.nextInt() : bytes.length;
            try {
                ProcEvent.decode(bytes, length);
            } catch (MalformedMessageException _) {
                // The one allowed failure.
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed + " " + HexFormat.of().formatHex(bytes), e);
            }
        }
    }
}
