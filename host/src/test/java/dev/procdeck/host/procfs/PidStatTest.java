package dev.procdeck.host.procfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.longs;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PidStatTest {
    private static final String AFTER_COMM =
            " S 4120 4121 4121 0 -1 4194560 931 5120 7 9 18 24 100 200 20 0 3 0 884233 234881024 5121"
                    + " 18446744073709551615 94318112 94920113 140722 0 0 0 0 4096 1 0 0 0 17 1 0 0 0 0 0"
                    + " 94318 94319 94320 140723 140724 140725 140726 0\n";

    private final PidStat stat = new PidStat(KernelUnits.COMMON);

    @Test
    void readsEveryFieldInItsUnit() {
        assertThat(parse("4121 (nginx)" + AFTER_COMM)).isTrue();
        assertThat(stat.pid).isEqualTo(4121);
        assertThat(comm()).isEqualTo("nginx");
        assertThat(stat.state).isEqualTo('S');
        assertThat(stat.parentPid).isEqualTo(4120);
        assertThat(stat.kernelThread).isFalse();
        assertThat(stat.minorFaults).isEqualTo(931);
        assertThat(stat.majorFaults).isEqualTo(7);
        assertThat(stat.userNanos).isEqualTo(180_000_000);
        assertThat(stat.systemNanos).isEqualTo(240_000_000);
        assertThat(stat.priority).isEqualTo(20);
        assertThat(stat.nice).isZero();
        assertThat(stat.threads).isEqualTo(3);
        assertThat(stat.startTicks).isEqualTo(884_233);
        assertThat(stat.virtualBytes).isEqualTo(234_881_024);
        assertThat(stat.rssBytes).isEqualTo(5121L * 4096);
        assertThat(stat.execMark).isEqualTo(94318112L * 31 + 140722);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a) R 1 (b",
                ") R 1 (",
                "((",
                "))",
                ") ",
                "",
                " ",
                "a b\tc",
                "new\nline",
                "x) Z 1 2 3",
                "1 (2) S 3",
                "名前"
            })
    void takesAnyNameUpToTheLastParenthesis(String name) {
        assertThat(parse("77 (" + name + ")" + AFTER_COMM)).isTrue();
        assertThat(comm()).isEqualTo(name);
        assertThat(stat.state).isEqualTo('S');
        assertThat(stat.parentPid).isEqualTo(4120);
        assertThat(stat.startTicks).isEqualTo(884_233);
    }

    @Test
    void keepsBytesThatAreNotUtf8() {
        byte[] bytes = ("77 (xx)" + AFTER_COMM).getBytes(StandardCharsets.ISO_8859_1);
        bytes[4] = (byte) 0xff;
        bytes[5] = (byte) 0xfe;
        assertThat(stat.parse(bytes, bytes.length)).isTrue();
        assertThat(Arrays.copyOf(stat.comm, stat.commLength)).containsExactly(0xff, 0xfe);
    }

    @Test
    void knowsKernelThreadsAndNegativeNumbers() {
        assertThat(
                        parse(
                                "2 (kthreadd) S 0 0 0 0 -1 2129984 0 0 0 0 0 12 0 0 -51 -20 1 0 3 0 0"
                                        + " 18446744073709551615 0 0 0 0 0 0 0\n"))
                .isTrue();
        assertThat(stat.kernelThread).isTrue();
        assertThat(stat.priority).isEqualTo(-51);
        assertThat(stat.nice).isEqualTo(-20);
        assertThat(stat.rssBytes).isZero();
    }

    @Test
    void cutsAnOverlongNameAndStillFindsTheRest() {
        String name = "k".repeat(500);
        assertThat(parse("77 (" + name + ")" + AFTER_COMM)).isTrue();
        assertThat(stat.commLength).isEqualTo(PidStat.MAX_COMM_BYTES);
        assertThat(stat.parentPid).isEqualTo(4120);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1 (",
                "1 (a",
                "1 (a)",
                "1 (a) ",
                "1 (a) S",
                "1 (a) S ",
                "1 (a) S 1 2 3\n",
                "x (a) S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25\n",
                "99999999999 (a) S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25\n",
                "1 (a) S 1 2 x 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25\n",
                "1(a) S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25\n"
            })
    void refusesWhatIsNotAStatFile(String text) {
        assertThat(parse(text)).isFalse();
    }

    @Test
    void neverTakesACutNumberForAWholeOne() {
        String whole = "4121 (nginx)" + AFTER_COMM;
        for (int length = 0; length < whole.length(); length++) {
            byte[] bytes = whole.getBytes(StandardCharsets.UTF_8);
            if (stat.parse(bytes, length)) {
                assertThat(stat.startTicks).as("cut at %d", length).isEqualTo(884_233);
                assertThat(stat.rssBytes).as("cut at %d", length).isEqualTo(5121L * 4096);
            }
        }
    }

    @Test
    void brokenBytesNeverThrow() {
        qt().forAll(longs().all())
                .checkAssert(seed -> {
                    Random random = new Random(seed);
                    byte[] bytes = ("4121 (nginx)" + AFTER_COMM).getBytes(StandardCharsets.UTF_8);
                    for (int i = random.nextInt(8); i >= 0; i--) {
                        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                    }
                    stat.parse(bytes, random.nextInt(bytes.length + 1));
                });
    }

    @Test
    void writtenNumbersComeBack() {
        qt().forAll(
                        integers().between(1, 4_194_304),
                        longs().between(0, Long.MAX_VALUE / 20_000_000),
                        longs().between(0, Long.MAX_VALUE),
                        integers().between(-20, 19))
                .checkAssert((pid, ticks, start, nice) -> {
                    String text =
                            "%d (x) R 1 1 1 0 -1 0 0 0 0 0 %d %d 0 0 20 %d 1 0 %d 0 0 0 0 0 0 0\n"
                                    .formatted(pid, ticks, ticks, nice, start);
                    assertThat(parse(text)).isTrue();
                    assertThat(stat.pid).isEqualTo(pid);
                    assertThat(stat.userNanos).isEqualTo(ticks * 10_000_000);
                    assertThat(stat.startTicks).isEqualTo(start);
                    assertThat(stat.nice).isEqualTo(nice);
                });
    }

    private boolean parse(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return stat.parse(bytes, bytes.length);
    }

    private String comm() {
        return new String(stat.comm, 0, stat.commLength, StandardCharsets.UTF_8);
    }
}
