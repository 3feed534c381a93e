package dev.procdeck.host.procfs;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// One line of /proc/self/mountinfo; proc_pid_mountinfo(5). Immutable.
///
/// @param id of this mount; a later mount on the same point hides this one
/// @param deviceNumber `major:minor`, the same for bind mounts of one file system
/// @param root directory of the file system that is seen here
/// @param mountPointBytes as the kernel knows it, for system calls; `mountPoint` is the same for
///   people
/// @param source what was mounted: a device, `host:/export`, any word
/// @param readOnly the mount or its file system
public record MountInfo(
        int id,
        String deviceNumber,
        String root,
        byte[] mountPointBytes,
        String type,
        String source,
        boolean readOnly) {

    /// For people: bytes that are not UTF-8 are replaced.
    public String mountPoint() {
        return new String(mountPointBytes, StandardCharsets.UTF_8);
    }

    /// Every whole line.
    public static List<MountInfo> parse(ByteBuffer text) {
        byte[] bytes = new byte[text.remaining()];
        text.duplicate().get(bytes);
        var all = new ArrayList<MountInfo>();
        // ISO-8859-1 keeps each byte as one char, so that names which are not UTF-8 survive.
        for (String line : new String(bytes, StandardCharsets.ISO_8859_1).split("\n")) {
            String[] fields = line.split(" ", -1);
            int dash = 6;
            while (dash < fields.length && !fields[dash].equals("-")) {
                dash++;
            }
            if (dash + 3 < fields.length) {
                all.add(of(fields, dash));
            }
        }
        return all;
    }

    private static MountInfo of(String[] fields, int dash) {
        boolean readOnly = has(fields[5], "ro") || has(fields[dash + 3], "ro");
        return new MountInfo(
                number(fields[0]),
                fields[2],
                utf8(fields[3]),
                unescape(fields[4]),
                utf8(fields[dash + 1]),
                utf8(fields[dash + 2]),
                readOnly);
    }

    private static boolean has(String options, String option) {
        return List.of(options.split(",")).contains(option);
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static String utf8(String field) {
        return new String(unescape(field), StandardCharsets.UTF_8);
    }

    /// The kernel writes blank, tab, newline, backslash and `#` as `\` and three octal digits.
    private static byte[] unescape(String field) {
        var out = new ByteArrayOutputStream(field.length());
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c == '\\' && i + 3 < field.length() && isOctal(field, i + 1)) {
                out.write(Integer.parseInt(field.substring(i + 1, i + 4), 8));
                i += 3;
            } else {
                out.write(c);
            }
        }
        return out.toByteArray();
    }

    private static boolean isOctal(String field, int from) {
        for (int i = from; i < from + 3; i++) {
            if (field.charAt(i) < '0' || field.charAt(i) > '7') {
                return false;
            }
        }
        return true;
    }
}
