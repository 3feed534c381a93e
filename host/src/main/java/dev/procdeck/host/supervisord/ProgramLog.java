package dev.procdeck.host.supervisord;

import dev.procdeck.host.services.KeptLog;
import dev.procdeck.host.services.LogLine;
import dev.procdeck.host.services.OutputLogs.Stream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// The last lines of one log of one program, kept up from one look to the next. One thread at a
/// time.
///
/// supervisord hands out text: it decodes what it read as UTF-8, and where that fails it answers
/// with an HTTP error and writes a trace into its own log. A piece that begins inside a character
/// fails like that, so pieces begin where the one before ended; only the first of a long log
/// cannot, and is tried at the four places of which one is a character's first byte. A log that
/// fails all the same is in another encoding and left alone, and so is one that nobody writes to at
/// the moment and of which nothing could be read yet.
final class ProgramLog {

    private static final int MOST_LINES = 2_000;
    private static final int LONGEST_LINE = 64 * 1024;
    private static final int LONGEST_CHARACTER = 4;
    private static final int NO_FILE = 20;

    /// After so long without more, what has no line end yet is a line: a program's last words.
    private static final long QUIET_NANOS = Duration.ofSeconds(3).toNanos();

    private final String name;
    private final Stream stream;
    private final int windowBytes;
    private final Deque<LogLine> lines = new ArrayDeque<>();
    private int keptBytes;

    /// What came after the last line's end, and where in the file that ends.
    private byte[] rest = new byte[0];

    private int offset;

    /// The last line that was taken and what came after it, by which a file is known again.
    private byte[] mark = new byte[0];

    private long grownNanos;
    private int failures;
    private int failedSize = -1;

    /// @param windowBytes how much of its end is looked at and kept
    ProgramLog(String name, Stream stream, int windowBytes) {
        this.name = name;
        this.stream = stream;
        this.windowBytes = windowBytes;
    }

    /// Asks for what came since the last look.
    KeptLog look(Programs programs, long nowNanos) throws RpcException {
        if (failures >= LONGEST_CHARACTER) {
            return new KeptLog.Unreadable(programs.info(name).logFile(stream));
        }
        int size = programs.logSize(name, stream);
        KeptLog none = size == 0 ? whyEmpty(programs) : null;
        if (none != null) {
            beginAnew();
            return none;
        }
        if (size < offset) {
            beginAnew();
        }
        boolean quiet = false;
        if (size > offset && size != failedSize) {
            take(programs, size);
            grownNanos = nowNanos;
        } else if (nowNanos - grownNanos > QUIET_NANOS) {
            endRest();
            quiet = true;
        }
        boolean nothing = quiet && size == failedSize && lines.isEmpty();
        return nothing || failures >= LONGEST_CHARACTER
                ? new KeptLog.Unreadable(programs.info(name).logFile(stream))
                : new KeptLog.Lines(List.copyOf(lines));
    }

    /// All lines, of a program that writes no more: also the one without an end.
    List<LogLine> end() {
        endRest();
        return List.copyOf(lines);
    }

    private @Nullable KeptLog whyEmpty(Programs programs) throws RpcException {
        String file = programs.info(name).logFile(stream);
        if (file.isEmpty()) {
            return new KeptLog.NotKept();
        }
        try {
            String _ = programs.readLog(name, stream, 0, 1);
            return null;
        } catch (RpcException.Fault fault) {
            if (fault.code() == NO_FILE) {
                return new KeptLog.Missing(file);
            }
            throw fault;
        }
    }

    /// The file was cut, or another took its place. What was told of it stays true.
    private void beginAnew() {
        endRest();
        offset = 0;
        mark = rest;
    }

    private void take(Programs programs, int size) throws RpcException {
        if (offset > 0 && size - offset <= windowBytes) {
            Optional<byte[]> bytes = read(programs, offset - mark.length, size);
            if (bytes.isEmpty()) {
                return;
            }
            byte[] read = bytes.get();
            if (Arrays.equals(mark, Arrays.copyOf(read, Math.min(mark.length, read.length)))) {
                append(Arrays.copyOfRange(read, mark.length, read.length), false);
                return;
            }
        }
        beginAnew();
        int from = Math.max(0, size - windowBytes);
        for (int shift = 0; shift < (from == 0 ? 1 : LONGEST_CHARACTER); shift++) {
            Optional<byte[]> bytes = read(programs, from + shift, size);
            if (bytes.isPresent()) {
                offset = from + shift;
                append(bytes.get(), from > 0);
                return;
            }
        }
    }

    /// What stands there; empty where supervisord cannot decode it.
    private Optional<byte[]> read(Programs programs, int from, int to) throws RpcException {
        try {
            String text = programs.readLog(name, stream, from, to - from);
            failures = 0;
            failedSize = -1;
            return Optional.of(text.getBytes(StandardCharsets.UTF_8));
        } catch (RpcException.NoAnswer undecodable) {
            failures++;
            failedSize = to;
            return Optional.empty();
        }
    }

    /// @param cut whether the first of these bytes are the end of a line
    private void append(byte[] bytes, boolean cut) {
        byte[] all = Arrays.copyOf(rest, rest.length + bytes.length);
        System.arraycopy(bytes, 0, all, rest.length, bytes.length);
        offset += bytes.length;
        int began = offset - all.length;
        int start = cut ? lineEnd(all, 0) + 1 : 0;
        int last = start;
        for (int end = lineEnd(all, start); end >= 0; end = lineEnd(all, start)) {
            add(Arrays.copyOfRange(all, start, end), began + end + 1);
            last = start;
            start = end + 1;
        }
        rest = Arrays.copyOfRange(all, start, all.length);
        mark = Arrays.copyOfRange(all, last, all.length);
        if (rest.length > LONGEST_LINE) {
            endRest();
        }
    }

    private static int lineEnd(byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private void endRest() {
        if (rest.length > 0) {
            add(rest, offset);
            rest = new byte[0];
        }
    }

    /// @param end where in the file the next line begins. With a sum of the line it is its place in
    ///   the log, which no line of a file that took this one's place has.
    private void add(byte[] line, int end) {
        int length =
                line.length > 0 && line[line.length - 1] == '\r' ? line.length - 1 : line.length;
        byte[] message = Arrays.copyOf(line, Math.min(length, LONGEST_LINE));
        CRC32 sum = new CRC32();
        sum.update(message);
        lines.add(
                new LogLine(
                        Integer.toHexString(end) + "-" + Long.toHexString(sum.getValue()),
                        Optional.empty(),
                        OptionalInt.empty(),
                        name.substring(name.indexOf(':') + 1),
                        OptionalInt.empty(),
                        name,
                        "",
                        message,
                        message.length < length));
        keptBytes += message.length;
        while (lines.size() > MOST_LINES || (keptBytes > windowBytes && lines.size() > 1)) {
            keptBytes -= lines.removeFirst().message().length;
        }
    }
}
