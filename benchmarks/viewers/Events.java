import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.regex.Pattern;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Takes the bytes of an answer apart: head, chunks, gzip, events. Of an event only its beginning is kept.
final class Events {
    private static final int PREFIX = 400;
    private static final Pattern NAME = Pattern.compile("^event: (\\w+)");
    private static final Pattern TIME = Pattern.compile("\"time\":\"([^\"]+)\"");

    private final Viewer viewer;
    private final StringBuilder line = new StringBuilder();
    private final Inflater inflater = new Inflater(true);
    private final byte[] text = new byte[16 * 1024];
    private final StringBuilder event = new StringBuilder();
    private boolean answered;
    private boolean inBody;
    private int chunkLeft;
    private int gzipHeadLeft = 10;
    private boolean lastWasNewline;

    Events(Viewer viewer) {
        this.viewer = viewer;
    }

    void take(ByteBuffer plain) throws IOException {
        while (plain.hasRemaining()) {
            if (chunkLeft > 0) {
                int size = Math.min(chunkLeft, plain.remaining());
                body(plain.array(), plain.position(), size);
                plain.position(plain.position() + size);
                chunkLeft -= size;
            } else {
                char c = (char) plain.get();
                if (c == '\n') {
                    line();
                } else if (c != '\r') {
                    line.append(c);
                }
            }
        }
    }

    private void line() throws IOException {
        String now = line.toString();
        line.setLength(0);
        if (inBody) {
            chunkLeft = now.isEmpty() ? 0 : Integer.parseInt(now, 16);
            return;
        }
        if (!answered) {
            answered = true;
            viewer.answered(now);
        }
        inBody = now.isEmpty();
    }

    private void body(byte[] bytes, int offset, int size) throws IOException {
        int skip = Math.min(gzipHeadLeft, size);
        gzipHeadLeft -= skip;
        inflater.setInput(bytes, offset + skip, size - skip);
        try {
            for (int count = inflater.inflate(text); count > 0; count = inflater.inflate(text)) {
                scan(count);
            }
        } catch (DataFormatException e) {
            throw new IOException(e);
        }
    }

    private void scan(int count) {
        for (int i = 0; i < count; i++) {
            byte b = text[i];
            if (b == '\n' && lastWasNewline) {
                end();
                lastWasNewline = false;
                continue;
            }
            lastWasNewline = b == '\n';
            if (event.length() < PREFIX) {
                event.append((char) b);
            }
        }
    }

    private void end() {
        var name = NAME.matcher(event);
        var time = TIME.matcher(event);
        if (name.find()) {
            boolean found = time.find() && !name.group(1).equals("operations");
            viewer.came(
                    name.group(1),
                    found ? Instant.parse(time.group(1)).toEpochMilli() : 0,
                    event.indexOf("\"full\":true") > 0);
        }
        event.setLength(0);
    }
}
