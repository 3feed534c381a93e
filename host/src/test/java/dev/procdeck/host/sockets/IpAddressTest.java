package dev.procdeck.host.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpAddressTest {

    @ParameterizedTest
    @CsvSource({
        // RFC 5952: the longest run of zeros, the first of equals, never one group alone
        "0, 0, ::",
        "0, 1, ::1",
        "20010db800000000, 1, 2001:db8::1",
        "20010db800000001, 0, 2001:db8:0:1::",
        "2001000000000001, 0000000000000001, 2001:0:0:1::1",
        "2001000000010000, 0000000100000001, 2001:0:1::1:0:1",
        "2001000000000001, 0001000000000001, 2001::1:1:0:0:1",
        "0001000200030004, 0005000600070008, 1:2:3:4:5:6:7:8",
        "0001000200030000, 0005000600070008, 1:2:3:0:5:6:7:8",
        "0, ffff7f000001, ::ffff:127.0.0.1",
        "fe80000000000000, 021122fffe334455, fe80::211:22ff:fe33:4455",
        "0001000000000000, 0, 1::",
    })
    void writesIpv6AsPeopleDo(String high, String low, String text) {
        assertThat(IpAddress.v6(Long.parseUnsignedLong(high, 16), Long.parseUnsignedLong(low, 16)))
                .hasToString(text);
    }

    @Test
    void writesIpv4() {
        assertThat(IpAddress.v4(0xC0A8_00FE)).hasToString("192.168.0.254");
        assertThat(IpAddress.v4(0).isAny()).isTrue();
    }

    /// Whatever is written reads back as the same address.
    @Test
    void textNamesTheSameAddress() throws Exception {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int i = 0; i < 5000; i++) {
            long high = random.nextLong() & mask(random);
            long low = random.nextLong() & mask(random);
            String text = IpAddress.v6(high, low).toString();
            var bytes = java.nio.ByteBuffer.wrap(java.net.InetAddress.getByName(text).getAddress());
            if (bytes.remaining() == 16) {
                assertThat(bytes.getLong()).as("seed %d: %s", seed, text).isEqualTo(high);
                assertThat(bytes.getLong()).as("seed %d: %s", seed, text).isEqualTo(low);
            }
        }
    }

    private static long mask(Random random) {
        long mask = 0;
        for (int group = 0; group < 4; group++) {
            mask = mask << 16 | (random.nextBoolean() ? 0xffff : 0);
        }
        return mask;
    }

    @Test
    void aLongTableBehavesLikeAMap() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        var table = new LongTable<Integer>();
        for (int round = 0; round < 5; round++) {
            Map<Long, Integer> model = new HashMap<>();
            int keys = 1 + random.nextInt(5000);
            for (int i = 0; i < keys; i++) {
                // in sequence like inodes, and far apart
                long key = 1 + random.nextInt(keys * 2) + ((long) random.nextInt(2) << 40);
                table.put(key, i);
                model.put(key, i);
            }
            assertThat(table.size()).as("seed %d", seed).isEqualTo(model.size());
            for (long low = 1; low <= keys * 2L; low++) {
                assertThat(table.get(low)).as("seed %d", seed).isEqualTo(model.get(low));
                assertThat(table.get(low + (1L << 40))).isEqualTo(model.get(low + (1L << 40)));
            }
            table.clear();
            assertThat(table.size()).isZero();
            assertThat(table.get(1)).isNull();
            assertThat(table.get(0)).isNull();
        }
    }
}
