package dev.procdeck.server.factors;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The numbers of an authenticator app (A11).
class TotpTest {
    private static final byte[] SEED = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

    @DisplayName("A11: the codes are those of RFC 6238, appendix B")
    @ParameterizedTest
    @CsvSource({
        "59,287082",
        "1111111109,081804",
        "1111111111,050471",
        "1234567890,005924",
        "2000000000,279037",
        "20000000000,353130"
    })
    void theTestVectorsOfTheStandardHold(long seconds, String code) {
        assertThat(Totp.code(SEED, Totp.step(Instant.ofEpochSecond(seconds)))).isEqualTo(code);
    }

    @Test
    @DisplayName("A11: a code counts in its own step and the ones beside it, no longer")
    void aCodeCountsForOneStepMoreOnEachSide() {
        Instant now = Instant.ofEpochSecond(1_111_111_111);
        long step = Totp.step(now);
        for (long off = -3; off <= 3; off++) {
            boolean taken = Totp.match(SEED, Totp.code(SEED, step + off), now).isPresent();
            assertThat(taken).as("%d steps off", off).isEqualTo(Math.abs(off) <= 1);
        }
        assertThat(Totp.match(SEED, "", now)).isEmpty();
        assertThat(Totp.match(SEED, Totp.code(SEED, step) + "0", now)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "f,MY",
        "fo,MZXQ",
        "foo,MZXW6",
        "foob,MZXW6YQ",
        "fooba,MZXW6YTB",
        "foobar,MZXW6YTBOI"
    })
    void base32IsThatOfRfc4648(String text, String encoded) {
        assertThat(Base32.encode(text.getBytes(StandardCharsets.US_ASCII))).isEqualTo(encoded);
    }
}
