package dev.procdeck.host.procfs;

import java.nio.ByteBuffer;

/// /proc/loadavg: tasks that run or wait for IO, averaged over 1, 5 and 15 minutes;
/// proc_loadavg(5). Immutable.
///
/// @param runnableTasks threads on or waiting for a processor at this instant
/// @param totalTasks threads that exist
public record LoadAvg(
        double one, double five, double fifteen, long runnableTasks, long totalTasks) {

    /// @throws MalformedFileException without three averages
    public static LoadAvg parse(ByteBuffer text) {
        var cursor = new TextCursor(text);
        double one = cursor.decimal();
        double five = cursor.decimal();
        double fifteen = cursor.decimal();
        if (Double.isNaN(one) || Double.isNaN(five) || Double.isNaN(fifteen)) {
            throw new MalformedFileException("loadavg: not three averages");
        }
        long runnable = cursor.number();
        cursor.skip("/");
        return new LoadAvg(one, five, fifteen, runnable, cursor.number());
    }
}
