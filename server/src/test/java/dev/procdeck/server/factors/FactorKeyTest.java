package dev.procdeck.server.factors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procdeck.server.ServerOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Seeds at rest (A11).
class FactorKeyTest {
    private static final byte[] SEED = "a seed that is secret".getBytes(StandardCharsets.US_ASCII);

    @TempDir Path dir;

    @Test
    @DisplayName(
            "A11: a seed is encrypted at rest, for its account alone, with a key outside the database")
    void aSeedOpensWithItsKeyForItsAccountOnly() throws Exception {
        FactorKey key = new FactorKey(ServerOptions.ofDataDir(dir));
        String sealed = key.seal("ann", SEED);

        assertThat(key.open("ann", sealed)).isEqualTo(SEED);
        assertThat(key.seal("ann", SEED)).isNotEqualTo(sealed);
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(dir.resolve("factor-key"))))
                .isEqualTo("rw-------");
        assertThatThrownBy(() -> key.open("bob", sealed)).hasMessage("factor_key_missing");

        Files.delete(dir.resolve("factor-key"));
        assertThatThrownBy(() -> key.open("ann", sealed)).hasMessage("factor_key_missing");
        key.seal("ann", SEED);
        assertThatThrownBy(() -> key.open("ann", sealed)).hasMessage("factor_key_missing");
    }
}
