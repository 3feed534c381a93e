package dev.procdeck.host.facts;

import dev.procdeck.host.facts.HostFacts.LoggedInUser;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The records of utmp(5). Pure.
final class Utmp {
    private static final int USER_PROCESS = 7;
    private static final int PID = 4;
    private static final int LINE = 8;
    private static final int USER = 44;
    private static final int HOST = 76;

    /// Where the time stands and how long a record is: glibc kept 32-bit times where 32-bit
    /// programs share the file (x86-64, POWER, s390); the others have a 64-bit session and time.
    enum Layout {
        TIME_32(340, 384),
        TIME_64(344, 400);

        final int time;
        final int bytes;

        Layout(int time, int bytes) {
            this.time = time;
            this.bytes = bytes;
        }

        static Layout ofThisMachine() {
            return switch (System.getProperty("os.arch", "")) {
                case "aarch64", "riscv64", "loongarch64" -> TIME_64;
                default -> TIME_32;
            };
        }
    }

    private Utmp() {}

    /// Every record of a login session; a record cut short is left out.
    static List<LoggedInUser> parse(byte[] file, Layout layout) {
        var users = new ArrayList<LoggedInUser>();
        var record = ByteBuffer.wrap(file).order(ByteOrder.nativeOrder());
        for (int at = 0; at + layout.bytes <= file.length; at += layout.bytes) {
            if (record.getShort(at) != USER_PROCESS) {
                continue;
            }
            long seconds =
                    layout == Layout.TIME_32
                            ? Integer.toUnsignedLong(record.getInt(at + layout.time))
                            : Math.clamp(record.getLong(at + layout.time), 0, 1L << 40);
            users.add(
                    new LoggedInUser(
                            string(file, at + USER, 32),
                            string(file, at + LINE, 32),
                            string(file, at + HOST, 256),
                            record.getInt(at + PID),
                            Instant.ofEpochSecond(seconds)));
        }
        return users;
    }

    private static String string(byte[] file, int from, int room) {
        int length = 0;
        while (length < room && file[from + length] != 0) {
            length++;
        }
        return new String(file, from, length, StandardCharsets.UTF_8);
    }
}
