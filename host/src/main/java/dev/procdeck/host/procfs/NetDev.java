package dev.procdeck.host.procfs;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// One interface of /proc/net/dev, counters since it appeared; proc_pid_net(5). Immutable.
///
/// The file shows the network namespace of the process that reads it. `received drops` holds the
/// kernel's rx_dropped and rx_missed_errors together; `ip -s link` splits them.
public record NetDev(
        String name,
        long receivedBytes,
        long receivedPackets,
        long receiveErrors,
        long receiveDrops,
        long sentBytes,
        long sentPackets,
        long sendErrors,
        long sendDrops) {

    /// Every interface; the two header lines and lines cut short are left out.
    public static List<NetDev> parse(ByteBuffer text) {
        var all = new ArrayList<NetDev>();
        var cursor = new TextCursor(text);
        for (; !cursor.atEnd(); cursor.nextLine()) {
            String name = cursor.word(':');
            if (!cursor.skip(":")) {
                continue;
            }
            cursor.skipSpaces();
            if (name.isEmpty() || !cursor.atDigit()) {
                continue;
            }
            long[] fields = new long[12];
            int count = 0;
            for (; count < fields.length && cursor.atDigit(); count++) {
                fields[count] = cursor.number();
                cursor.skipSpaces();
            }
            if (count == fields.length) {
                all.add(
                        new NetDev(
                                name,
                                fields[0],
                                fields[1],
                                fields[2],
                                fields[3],
                                fields[8],
                                fields[9],
                                fields[10],
                                fields[11]));
            }
        }
        return all;
    }
}
