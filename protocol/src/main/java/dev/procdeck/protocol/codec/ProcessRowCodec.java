package dev.procdeck.protocol.codec;

import dev.procdeck.protocol.ProcessKey;
import dev.procdeck.protocol.live.ProcessRow;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The encoding of one row of the process table.
final class ProcessRowCodec implements RowCodec<ProcessKey, ProcessRow> {
    private static final long PPID = 1L << 0;
    private static final long START_TIME = 1L << 1;
    private static final long UID = 1L << 2;
    private static final long USER = 1L << 3;
    private static final long COMM = 1L << 4;
    private static final long CMDLINE = 1L << 5;
    private static final long EXE = 1L << 6;
    private static final long STATE = 1L << 7;
    private static final long CPU_PERCENT = 1L << 8;
    private static final long CPU_SECONDS = 1L << 9;
    private static final long RSS_BYTES = 1L << 10;
    private static final long VIRTUAL_BYTES = 1L << 11;
    private static final long THREADS = 1L << 12;
    private static final long NICE = 1L << 13;
    private static final long PRIORITY = 1L << 14;
    private static final long READ_BYTES_PER_SECOND = 1L << 15;
    private static final long WRITE_BYTES_PER_SECOND = 1L << 16;
    private static final long UNIT = 1L << 17;
    private static final long CONTAINER = 1L << 18;
    private static final long KERNEL_THREAD = 1L << 19;
    private static final long PROTECTION = 1L << 20;
    private static final long UNAVAILABLE = 1L << 21;
    private static final long ALL = (1L << 22) - 1;

    @Override
    public long all() {
        return ALL;
    }

    @Override
    public ProcessKey key(ProcessRow row) {
        return row.key();
    }

    @Override
    public void putKey(WireWriter out, ProcessKey key) {
        SharedCodec.putKey(out, key);
    }

    @Override
    public ProcessKey takeKey(WireReader in) throws ProtocolException {
        return SharedCodec.takeKey(in);
    }

    @Override
    public long changed(ProcessRow before, ProcessRow after) {
        return (bit(before.ppid() != after.ppid(), PPID)
                | bit(!before.startTime().equals(after.startTime()), START_TIME)
                | bit(before.uid() != after.uid(), UID)
                | bit(!before.user().equals(after.user()), USER)
                | bit(!before.comm().equals(after.comm()), COMM)
                | bit(!before.cmdline().equals(after.cmdline()), CMDLINE)
                | bit(!Objects.equals(before.exe(), after.exe()), EXE)
                | bit(before.state() != after.state(), STATE)
                | bit(!Objects.equals(before.cpuPercent(), after.cpuPercent()), CPU_PERCENT)
                | bit(Double.compare(before.cpuSeconds(), after.cpuSeconds()) != 0, CPU_SECONDS)
                | bit(before.rssBytes() != after.rssBytes(), RSS_BYTES)
                | bit(before.virtualBytes() != after.virtualBytes(), VIRTUAL_BYTES)
                | bit(before.threads() != after.threads(), THREADS)
                | bit(before.nice() != after.nice(), NICE)
                | bit(before.priority() != after.priority(), PRIORITY)
                | bit(
                        !Objects.equals(before.readBytesPerSecond(), after.readBytesPerSecond()),
                        READ_BYTES_PER_SECOND)
                | bit(
                        !Objects.equals(before.writeBytesPerSecond(), after.writeBytesPerSecond()),
                        WRITE_BYTES_PER_SECOND)
                | bit(!Objects.equals(before.unit(), after.unit()), UNIT)
                | bit(!Objects.equals(before.container(), after.container()), CONTAINER)
                | bit(before.kernelThread() != after.kernelThread(), KERNEL_THREAD)
                | bit(!Objects.equals(before.protection(), after.protection()), PROTECTION)
                | bit(!before.unavailable().equals(after.unavailable()), UNAVAILABLE));
    }

    private static long bit(boolean differs, long field) {
        return differs ? field : 0;
    }

    @Override
    public void putFields(WireWriter out, long mask, ProcessRow row) {
        if ((mask & PPID) != 0) {
            out.integer(row.ppid());
        }
        if ((mask & START_TIME) != 0) {
            out.instant(row.startTime());
        }
        if ((mask & UID) != 0) {
            out.integer(row.uid());
        }
        if ((mask & USER) != 0) {
            out.text(row.user());
        }
        if ((mask & COMM) != 0) {
            out.text(row.comm());
        }
        if ((mask & CMDLINE) != 0) {
            out.text(row.cmdline());
        }
        if ((mask & EXE) != 0) {
            out.optional(row.exe(), WireWriter::text);
        }
        if ((mask & STATE) != 0) {
            out.character(row.state());
        }
        if ((mask & CPU_PERCENT) != 0) {
            out.optional(row.cpuPercent(), WireWriter::real);
        }
        if ((mask & CPU_SECONDS) != 0) {
            out.real(row.cpuSeconds());
        }
        if ((mask & RSS_BYTES) != 0) {
            out.signed(row.rssBytes());
        }
        if ((mask & VIRTUAL_BYTES) != 0) {
            out.signed(row.virtualBytes());
        }
        if ((mask & THREADS) != 0) {
            out.integer(row.threads());
        }
        if ((mask & NICE) != 0) {
            out.integer(row.nice());
        }
        if ((mask & PRIORITY) != 0) {
            out.integer(row.priority());
        }
        if ((mask & READ_BYTES_PER_SECOND) != 0) {
            out.optional(row.readBytesPerSecond(), WireWriter::real);
        }
        if ((mask & WRITE_BYTES_PER_SECOND) != 0) {
            out.optional(row.writeBytesPerSecond(), WireWriter::real);
        }
        if ((mask & UNIT) != 0) {
            out.optional(row.unit(), WireWriter::text);
        }
        if ((mask & CONTAINER) != 0) {
            out.optional(row.container(), WireWriter::text);
        }
        if ((mask & KERNEL_THREAD) != 0) {
            out.bool(row.kernelThread());
        }
        if ((mask & PROTECTION) != 0) {
            out.optional(row.protection(), WireWriter::text);
        }
        if ((mask & UNAVAILABLE) != 0) {
            SharedCodec.putFieldsUnavailable(out, row.unavailable());
        }
    }

    @Override
    public ProcessRow takeFields(
            WireReader in, ProcessKey key, long mask, @Nullable ProcessRow before)
            throws ProtocolException {
        if (before == null) {
            return takeAll(in, key);
        }
        return new ProcessRow(
                key,
                (mask & PPID) != 0 ? in.integer() : before.ppid(),
                (mask & START_TIME) != 0 ? in.instant() : before.startTime(),
                (mask & UID) != 0 ? in.integer() : before.uid(),
                (mask & USER) != 0 ? in.text() : before.user(),
                (mask & COMM) != 0 ? in.text() : before.comm(),
                (mask & CMDLINE) != 0 ? in.text() : before.cmdline(),
                (mask & EXE) != 0 ? in.optional(WireReader::text) : before.exe(),
                (mask & STATE) != 0 ? in.character() : before.state(),
                (mask & CPU_PERCENT) != 0 ? in.optional(WireReader::real) : before.cpuPercent(),
                (mask & CPU_SECONDS) != 0 ? in.real() : before.cpuSeconds(),
                (mask & RSS_BYTES) != 0 ? in.signed() : before.rssBytes(),
                (mask & VIRTUAL_BYTES) != 0 ? in.signed() : before.virtualBytes(),
                (mask & THREADS) != 0 ? in.integer() : before.threads(),
                (mask & NICE) != 0 ? in.integer() : before.nice(),
                (mask & PRIORITY) != 0 ? in.integer() : before.priority(),
                (mask & READ_BYTES_PER_SECOND) != 0
                        ? in.optional(WireReader::real)
                        : before.readBytesPerSecond(),
                (mask & WRITE_BYTES_PER_SECOND) != 0
                        ? in.optional(WireReader::real)
                        : before.writeBytesPerSecond(),
                (mask & UNIT) != 0 ? in.optional(WireReader::text) : before.unit(),
                (mask & CONTAINER) != 0 ? in.optional(WireReader::text) : before.container(),
                (mask & KERNEL_THREAD) != 0 ? in.bool() : before.kernelThread(),
                (mask & PROTECTION) != 0 ? in.optional(WireReader::text) : before.protection(),
                (mask & UNAVAILABLE) != 0
                        ? SharedCodec.takeFieldsUnavailable(in)
                        : before.unavailable());
    }

    private static ProcessRow takeAll(WireReader in, ProcessKey key) throws ProtocolException {
        return new ProcessRow(
                key,
                in.integer(),
                in.instant(),
                in.integer(),
                in.text(),
                in.text(),
                in.text(),
                in.optional(WireReader::text),
                in.character(),
                in.optional(WireReader::real),
                in.real(),
                in.signed(),
                in.signed(),
                in.integer(),
                in.integer(),
                in.integer(),
                in.optional(WireReader::real),
                in.optional(WireReader::real),
                in.optional(WireReader::text),
                in.optional(WireReader::text),
                in.bool(),
                in.optional(WireReader::text),
                SharedCodec.takeFieldsUnavailable(in));
    }
}
