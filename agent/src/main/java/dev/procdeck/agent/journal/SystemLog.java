package dev.procdeck.agent.journal;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The host's own log, as a place that the journal's files cannot be changed from:
/// systemd-journald, which hands the line on to syslog too. Without it there is none, and the line
/// is only in the agent's output.
public final class SystemLog {
    /// What `journalctl -t` finds the lines by.
    public static final String IDENTIFIER = "procdeck-audit";

    private static final Path STREAM = Path.of("/run/systemd/journal/stdout");
    private static final int NOTICE = 5;

    private SystemLog() {}

    /// Writes one line; false when this host has no such log.
    public static boolean write(String line) throws IOException {
        return write(STREAM, line);
    }

    static boolean write(Path stream, String line) throws IOException {
        if (Files.notExists(stream)) {
            return false;
        }
        // Identifier, unit, priority, no priority prefixes, then: to syslog, kernel log, console.
        String text = IDENTIFIER + "\n\n" + NOTICE + "\n0\n1\n0\n0\n" + line + "\n";
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(stream));
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
        return true;
    }
}
