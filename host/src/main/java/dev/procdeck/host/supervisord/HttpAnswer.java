package dev.procdeck.host.supervisord;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/// An HTTP answer with a `Content-Length`, as supervisord sends them. Pure.
final class HttpAnswer {

    private static final int LONGEST_HEAD = 64 * 1024;

    private HttpAnswer() {}

    static boolean isComplete(byte[] bytes) {
        int head = headLength(bytes);
        if (head < 0) {
            return bytes.length > LONGEST_HEAD;
        }
        long length = contentLength(bytes, head);
        return length >= 0 && bytes.length - head >= length;
    }

    static byte[] body(byte[] bytes) throws RpcException {
        int head = headLength(bytes);
        if (head < 0) {
            throw new RpcException.NoAnswer("no HTTP answer");
        }
        String first = text(bytes, head).lines().findFirst().orElse("");
        String[] words = first.split(" ", 3);
        String status = words.length > 1 ? words[1] : "";
        if (status.equals("401")) {
            throw new RpcException.Unreachable("401", true);
        }
        if (!status.equals("200")) {
            throw new RpcException.NoAnswer("HTTP status " + status);
        }
        long length = contentLength(bytes, head);
        if (length < 0 || bytes.length - head < length) {
            throw new RpcException.NoAnswer("answer cut short");
        }
        return Arrays.copyOfRange(bytes, head, head + (int) length);
    }

    /// Where the body begins, or -1 when the head is not complete.
    private static int headLength(byte[] bytes) {
        for (int i = 3; i < Math.min(bytes.length, LONGEST_HEAD); i++) {
            if (bytes[i] == '\n'
                    && bytes[i - 1] == '\r'
                    && bytes[i - 2] == '\n'
                    && bytes[i - 3] == '\r') {
                return i + 1;
            }
        }
        return -1;
    }

    private static long contentLength(byte[] bytes, int head) {
        for (String line : text(bytes, head).lines().toList()) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                try {
                    return Long.parseLong(lower.substring("content-length:".length()).strip());
                } catch (NumberFormatException malformed) {
                    return -1;
                }
            }
        }
        return -1;
    }

    private static String text(byte[] bytes, int length) {
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }
}
