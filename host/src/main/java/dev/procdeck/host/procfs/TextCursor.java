package dev.procdeck.host.procfs;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Walks over the bytes of a kernel text file without making strings of them. For one thread.
///
/// It never runs past the end: on truncated input numbers are 0 and words empty, and the caller
/// checks what it needs with [#atEnd] and [#atLineEnd].
public final class TextCursor {

    private final ByteBuffer text;
    private int at;
    private final int end;

    public TextCursor(ByteBuffer text) {
        this.text = text;
        this.at = text.position();
        this.end = text.limit();
    }

    public boolean atEnd() {
        return at >= end;
    }

    public boolean atLineEnd() {
        return at >= end || text.get(at) == '\n';
    }

    /// Goes to the start of the next line.
    public void nextLine() {
        while (at < end && text.get(at++) != '\n') {
            // to the newline or the end
        }
    }

    public void skipSpaces() {
        while (at < end && (text.get(at) == ' ' || text.get(at) == '\t')) {
            at++;
        }
    }

    /// Steps over `ascii` when it stands here.
    public boolean skip(String ascii) {
        int length = ascii.length();
        if (end - at < length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (text.get(at + i) != ascii.charAt(i)) {
                return false;
            }
        }
        at += length;
        return true;
    }

    public boolean atDigit() {
        return at < end && text.get(at) >= '0' && text.get(at) <= '9';
    }

    /// The decimal number here, spaces before it skipped; 0 when there is none. Saturates at
    /// [Long#MAX_VALUE].
    public long number() {
        skipSpaces();
        long value = 0;
        while (atDigit()) {
            int digit = text.get(at++) - '0';
            value = value > (Long.MAX_VALUE - digit) / 10 ? Long.MAX_VALUE : value * 10 + digit;
        }
        return value;
    }

    /// A number with decimals, as `0.25`; NaN when there is none.
    public double decimal() {
        skipSpaces();
        if (!atDigit()) {
            return Double.NaN;
        }
        double value = number();
        if (!skip(".")) {
            return value;
        }
        double fraction = 0;
        double scale = 1;
        while (atDigit()) {
            fraction = fraction * 10 + (text.get(at++) - '0');
            scale *= 10;
        }
        // one rounding each, so that 99.99 reads as 99.99
        return (value * scale + fraction) / scale;
    }

    /// The hexadecimal number here, up to 16 digits, spaces before it skipped.
    public long hex() {
        skipSpaces();
        return hexDigits(16);
    }

    /// A hexadecimal number of at most `digits` digits that starts right here.
    public long hexDigits(int digits) {
        long value = 0;
        for (int i = 0; i < digits && at < end; i++) {
            int digit = Character.digit(text.get(at), 16);
            if (digit < 0) {
                break;
            }
            value = value << 4 | digit;
            at++;
        }
        return value;
    }

    /// The bytes up to the next blank, newline or `stop`, spaces before them skipped; UTF-8 with
    /// bad bytes replaced.
    public String word(char stop) {
        skipSpaces();
        int from = at;
        while (at < end) {
            byte b = text.get(at);
            if (b == ' ' || b == '\t' || b == '\n' || b == stop) {
                break;
            }
            at++;
        }
        return string(from, at);
    }

    public String word() {
        return word(' ');
    }

    /// The rest of the line without its newline; the cursor stays before the newline.
    public String restOfLine() {
        int from = at;
        while (!atLineEnd()) {
            at++;
        }
        return string(from, at);
    }

    private String string(int from, int to) {
        byte[] bytes = new byte[to - from];
        text.get(from, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
