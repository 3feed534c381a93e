package dev.procdeck.host.procfs;

import java.nio.ByteBuffer;
import java.time.Duration;

/// /proc/uptime: time since boot, suspended time included, in hundredths of a second;
/// proc_uptime(5). Immutable.
public record Uptime(Duration sinceBoot) {

    /// @throws MalformedFileException without a number
    public static Uptime parse(ByteBuffer text) {
        double seconds = new TextCursor(text).decimal();
        if (Double.isNaN(seconds)) {
            throw new MalformedFileException("uptime: no number");
        }
        return new Uptime(Duration.ofMillis(Math.round(seconds * 1000)));
    }
}
