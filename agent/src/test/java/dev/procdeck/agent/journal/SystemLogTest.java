package dev.procdeck.agent.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What is said to the host's log, byte for byte; the real one is asked in [SystemLogHostTest].
@Timeout(60)
class SystemLogTest {
    @TempDir private Path directory;

    @Test
    void oneLineGoesOutWithItsHeader() throws IOException {
        Path stream = directory.resolve("stdout");
        try (ServerSocketChannel log = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            log.bind(UnixDomainSocketAddress.of(stream));
            assertThat(SystemLog.write(stream, "procdeck-checkpoint 1 …")).isTrue();
            try (SocketChannel writer = log.accept();
                    InputStream said = Channels.newInputStream(writer)) {
                assertThat(new String(said.readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo("procdeck-audit\n\n5\n0\n1\n0\n0\nprocdeck-checkpoint 1 …\n");
            }
        }
    }

    @Test
    void withoutALogNothingIsWritten() throws IOException {
        assertThat(SystemLog.write(directory.resolve("none"), "line")).isFalse();
    }
}
