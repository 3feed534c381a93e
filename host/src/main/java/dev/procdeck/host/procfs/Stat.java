package dev.procdeck.host.procfs;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// /proc/stat: times of all processors and counters since boot; proc_stat(5). Immutable.
///
/// @param total the `cpu` line
/// @param perCpu the `cpuN` lines, processors that are off line left out by the kernel
/// @param bootTime `btime`, whole seconds; moves when the wall clock is set
/// @param processesCreated `processes`: forks since boot, threads included
/// @param contextSwitches `ctxt`
public record Stat(
        CpuTimes total,
        List<NumberedCpu> perCpu,
        Instant bootTime,
        long processesCreated,
        long contextSwitches) {

    public Stat {
        perCpu = List.copyOf(perCpu);
    }

    /// One processor, `number` as in `cpu0`.
    public record NumberedCpu(int number, CpuTimes times) {}

    /// @throws MalformedFileException without a `cpu` line
    public static Stat parse(ByteBuffer text) {
        var cursor = new TextCursor(text);
        CpuTimes total = null;
        var perCpu = new ArrayList<NumberedCpu>();
        long bootSeconds = 0;
        long processes = 0;
        long switches = 0;
        for (; !cursor.atEnd(); cursor.nextLine()) {
            if (cursor.skip("cpu")) {
                if (cursor.atDigit()) {
                    int number = (int) cursor.number();
                    perCpu.add(new NumberedCpu(number, CpuTimes.parse(cursor)));
                } else if (total == null) {
                    total = CpuTimes.parse(cursor);
                }
            } else if (cursor.skip("ctxt ")) {
                switches = cursor.number();
            } else if (cursor.skip("btime ")) {
                bootSeconds = cursor.number();
            } else if (cursor.skip("processes ")) {
                processes = cursor.number();
            }
        }
        if (total == null) {
            throw new MalformedFileException("stat: no cpu line");
        }
        return new Stat(
                total,
                perCpu,
                Instant.ofEpochSecond(Math.min(bootSeconds, Integer.MAX_VALUE * 16L)),
                processes,
                switches);
    }
}
