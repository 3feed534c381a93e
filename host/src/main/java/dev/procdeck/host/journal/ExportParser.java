package dev.procdeck.host.journal;

import dev.procdeck.host.services.LogLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Reads the journal's export format: entries divided by empty lines, each field either `NAME=text`
/// or, for bytes that are not text, `NAME`, a newline, 8 bytes of little-endian length, the bytes
/// and a newline (systemd.io/JOURNAL_EXPORT_FORMATS).
///
/// Reads what others wrote: fields and entries beyond the limits are cut, never kept. Not
/// thread-safe.
final class ExportParser {

    /// Of one field's bytes; a message beyond it is flagged as truncated.
    static final int MOST_BYTES = 16 * 1024;

    private static final int MOST_FIELDS = 64;

    private final InputStream in;

    ExportParser(InputStream in) {
        this.in = in;
    }

    private record Field(byte[] bytes, boolean truncated) {
        String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /// The next entry; empty at the end of the stream, also when it ends inside an entry.
    Optional<LogLine> next() throws IOException {
        Map<String, Field> fields = new HashMap<>();
        while (true) {
            ByteArrayOutputStream head = new ByteArrayOutputStream(64);
            int end = readLine(head);
            if (end < 0) {
                return Optional.empty();
            }
            byte[] line = head.toByteArray();
            if (line.length == 0) {
                if (fields.isEmpty()) {
                    continue;
                }
                return Optional.of(entry(fields));
            }
            int equals = indexOfEquals(line);
            if (equals >= 0) {
                keep(
                        fields,
                        new String(line, 0, equals, StandardCharsets.ISO_8859_1),
                        new Field(Arrays.copyOfRange(line, equals + 1, line.length), end > 0));
            } else {
                Optional<Field> binary = readBinary();
                if (binary.isEmpty()) {
                    return Optional.empty();
                }
                keep(fields, new String(line, StandardCharsets.ISO_8859_1), binary.get());
            }
        }
    }

    /// Reads up to a newline: -1 at the end of the stream, 1 when bytes were dropped, else 0.
    private int readLine(ByteArrayOutputStream into) throws IOException {
        boolean dropped = false;
        while (true) {
            int b = in.read();
            if (b < 0) {
                return -1;
            }
            if (b == '\n') {
                return dropped ? 1 : 0;
            }
            if (into.size() < MOST_BYTES) {
                into.write(b);
            } else {
                dropped = true;
            }
        }
    }

    private Optional<Field> readBinary() throws IOException {
        byte[] size = in.readNBytes(8);
        if (size.length < 8) {
            return Optional.empty();
        }
        long length = 0;
        for (int i = 7; i >= 0; i--) {
            length = length << 8 | size[i] & 0xff;
        }
        if (length < 0) {
            return Optional.empty();
        }
        byte[] kept = in.readNBytes((int) Math.min(length, MOST_BYTES));
        long left = length - kept.length;
        while (left > 0) {
            long skipped = in.skip(left);
            if (skipped <= 0 && in.read() < 0) {
                return Optional.empty();
            }
            left -= Math.max(1, skipped);
        }
        return in.read() == '\n'
                ? Optional.of(new Field(kept, kept.length < length))
                : Optional.empty();
    }

    private static void keep(Map<String, Field> fields, String name, Field field) {
        if (fields.size() < MOST_FIELDS) {
            fields.putIfAbsent(name, field);
        }
    }

    private static int indexOfEquals(byte[] line) {
        for (int i = 0; i < line.length; i++) {
            if (line[i] == '=') {
                return i;
            }
        }
        return -1;
    }

    private static LogLine entry(Map<String, Field> fields) {
        Field message = fields.get("MESSAGE");
        String identifier = text(fields, "SYSLOG_IDENTIFIER");
        String ownPid = text(fields, "_PID");
        // systemd's own lines about a unit carry its name in UNIT (USER_UNIT for a user's manager).
        String about = text(fields, "UNIT");
        about = about.isEmpty() ? text(fields, "USER_UNIT") : about;
        String writer = text(fields, "_SYSTEMD_USER_UNIT");
        writer = writer.isEmpty() ? text(fields, "_SYSTEMD_UNIT") : writer;
        String aboutRun = text(fields, "INVOCATION_ID");
        String writerRun = text(fields, "_SYSTEMD_INVOCATION_ID");
        return new LogLine(
                text(fields, "__CURSOR"),
                time(text(fields, "__REALTIME_TIMESTAMP")),
                number(text(fields, "PRIORITY")),
                identifier.isEmpty() ? text(fields, "_COMM") : identifier,
                number(ownPid.isEmpty() ? text(fields, "SYSLOG_PID") : ownPid),
                about.isEmpty() ? writer : about,
                aboutRun.isEmpty() ? writerRun : aboutRun,
                message == null ? new byte[0] : message.bytes(),
                message != null && message.truncated());
    }

    private static String text(Map<String, Field> fields, String name) {
        Field field = fields.get(name);
        return field == null ? "" : field.text();
    }

    private static OptionalInt number(String text) {
        try {
            return OptionalInt.of(Integer.parseInt(text));
        } catch (NumberFormatException none) {
            return OptionalInt.empty();
        }
    }

    private static Optional<Instant> time(String micros) {
        try {
            long value = Long.parseLong(micros);
            return Optional.of(Instant.ofEpochSecond(value / 1_000_000, value % 1_000_000 * 1_000));
        } catch (NumberFormatException none) {
            return Optional.empty();
        }
    }
}
