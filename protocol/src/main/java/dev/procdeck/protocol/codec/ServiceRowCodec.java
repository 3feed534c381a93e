package dev.procdeck.protocol.codec;

import dev.procdeck.protocol.live.ServiceRow;
import dev.procdeck.protocol.operation.ServiceVerb;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The encoding of one row of the service list.
final class ServiceRowCodec implements RowCodec<String, ServiceRow> {
    private static final ServiceVerb[] ALL_VERBS = ServiceVerb.values();

    private static final long MANAGER = 1L << 0;
    private static final long DESCRIPTION = 1L << 1;
    private static final long LOAD_STATE = 1L << 2;
    private static final long ACTIVE_STATE = 1L << 3;
    private static final long SUB_STATE = 1L << 4;
    private static final long FILE_STATE = 1L << 5;
    private static final long RESULT = 1L << 6;
    private static final long MAIN_PID = 1L << 7;
    private static final long MEMORY_BYTES = 1L << 8;
    private static final long CPU_PERCENT = 1L << 9;
    private static final long CPU_SECONDS = 1L << 10;
    private static final long TASKS = 1L << 11;
    private static final long RESTARTS = 1L << 12;
    private static final long SINCE = 1L << 13;
    private static final long PROTECTION = 1L << 14;
    private static final long VERBS = 1L << 15;
    private static final long UNAVAILABLE = 1L << 16;
    private static final long ALL = (1L << 17) - 1;

    @Override
    public long all() {
        return ALL;
    }

    @Override
    public String key(ServiceRow row) {
        return row.name();
    }

    @Override
    public void putKey(WireWriter out, String key) {
        out.text(key);
    }

    @Override
    public String takeKey(WireReader in) throws ProtocolException {
        return in.text();
    }

    @Override
    public long changed(ServiceRow before, ServiceRow after) {
        return (bit(!before.manager().equals(after.manager()), MANAGER)
                | bit(!before.description().equals(after.description()), DESCRIPTION)
                | bit(!before.loadState().equals(after.loadState()), LOAD_STATE)
                | bit(!before.activeState().equals(after.activeState()), ACTIVE_STATE)
                | bit(!before.subState().equals(after.subState()), SUB_STATE)
                | bit(!before.fileState().equals(after.fileState()), FILE_STATE)
                | bit(!Objects.equals(before.result(), after.result()), RESULT)
                | bit(!Objects.equals(before.mainPid(), after.mainPid()), MAIN_PID)
                | bit(!Objects.equals(before.memoryBytes(), after.memoryBytes()), MEMORY_BYTES)
                | bit(!Objects.equals(before.cpuPercent(), after.cpuPercent()), CPU_PERCENT)
                | bit(!Objects.equals(before.cpuSeconds(), after.cpuSeconds()), CPU_SECONDS)
                | bit(!Objects.equals(before.tasks(), after.tasks()), TASKS)
                | bit(!Objects.equals(before.restarts(), after.restarts()), RESTARTS)
                | bit(!Objects.equals(before.since(), after.since()), SINCE)
                | bit(!Objects.equals(before.protection(), after.protection()), PROTECTION)
                | bit(!before.verbs().equals(after.verbs()), VERBS)
                | bit(!before.unavailable().equals(after.unavailable()), UNAVAILABLE));
    }

    private static long bit(boolean differs, long field) {
        return differs ? field : 0;
    }

    @Override
    public void putFields(WireWriter out, long mask, ServiceRow row) {
        if ((mask & MANAGER) != 0) {
            out.text(row.manager());
        }
        if ((mask & DESCRIPTION) != 0) {
            out.text(row.description());
        }
        if ((mask & LOAD_STATE) != 0) {
            out.text(row.loadState());
        }
        if ((mask & ACTIVE_STATE) != 0) {
            out.text(row.activeState());
        }
        if ((mask & SUB_STATE) != 0) {
            out.text(row.subState());
        }
        if ((mask & FILE_STATE) != 0) {
            out.text(row.fileState());
        }
        if ((mask & RESULT) != 0) {
            out.optional(row.result(), WireWriter::text);
        }
        if ((mask & MAIN_PID) != 0) {
            out.optional(row.mainPid(), WireWriter::integer);
        }
        if ((mask & MEMORY_BYTES) != 0) {
            out.optional(row.memoryBytes(), WireWriter::signed);
        }
        if ((mask & CPU_PERCENT) != 0) {
            out.optional(row.cpuPercent(), WireWriter::real);
        }
        if ((mask & CPU_SECONDS) != 0) {
            out.optional(row.cpuSeconds(), WireWriter::real);
        }
        if ((mask & TASKS) != 0) {
            out.optional(row.tasks(), WireWriter::signed);
        }
        if ((mask & RESTARTS) != 0) {
            out.optional(row.restarts(), WireWriter::signed);
        }
        if ((mask & SINCE) != 0) {
            out.optional(row.since(), WireWriter::instant);
        }
        if ((mask & PROTECTION) != 0) {
            out.optional(row.protection(), WireWriter::text);
        }
        if ((mask & VERBS) != 0) {
            putVerbs(out, row.verbs());
        }
        if ((mask & UNAVAILABLE) != 0) {
            SharedCodec.putFieldsUnavailable(out, row.unavailable());
        }
    }

    @Override
    public ServiceRow takeFields(WireReader in, String key, long mask, @Nullable ServiceRow before)
            throws ProtocolException {
        if (before == null) {
            return takeAll(in, key);
        }
        return new ServiceRow(
                key,
                (mask & MANAGER) != 0 ? in.text() : before.manager(),
                (mask & DESCRIPTION) != 0 ? in.text() : before.description(),
                (mask & LOAD_STATE) != 0 ? in.text() : before.loadState(),
                (mask & ACTIVE_STATE) != 0 ? in.text() : before.activeState(),
                (mask & SUB_STATE) != 0 ? in.text() : before.subState(),
                (mask & FILE_STATE) != 0 ? in.text() : before.fileState(),
                (mask & RESULT) != 0 ? in.optional(WireReader::text) : before.result(),
                (mask & MAIN_PID) != 0 ? in.optional(WireReader::integer) : before.mainPid(),
                (mask & MEMORY_BYTES) != 0 ? in.optional(WireReader::signed) : before.memoryBytes(),
                (mask & CPU_PERCENT) != 0 ? in.optional(WireReader::real) : before.cpuPercent(),
                (mask & CPU_SECONDS) != 0 ? in.optional(WireReader::real) : before.cpuSeconds(),
                (mask & TASKS) != 0 ? in.optional(WireReader::signed) : before.tasks(),
                (mask & RESTARTS) != 0 ? in.optional(WireReader::signed) : before.restarts(),
                (mask & SINCE) != 0 ? in.optional(WireReader::instant) : before.since(),
                (mask & PROTECTION) != 0 ? in.optional(WireReader::text) : before.protection(),
                (mask & VERBS) != 0 ? takeVerbs(in) : before.verbs(),
                (mask & UNAVAILABLE) != 0
                        ? SharedCodec.takeFieldsUnavailable(in)
                        : before.unavailable());
    }

    private static ServiceRow takeAll(WireReader in, String key) throws ProtocolException {
        return new ServiceRow(
                key,
                in.text(),
                in.text(),
                in.text(),
                in.text(),
                in.text(),
                in.text(),
                in.optional(WireReader::text),
                in.optional(WireReader::integer),
                in.optional(WireReader::signed),
                in.optional(WireReader::real),
                in.optional(WireReader::real),
                in.optional(WireReader::signed),
                in.optional(WireReader::signed),
                in.optional(WireReader::instant),
                in.optional(WireReader::text),
                takeVerbs(in),
                SharedCodec.takeFieldsUnavailable(in));
    }

    /// In the order of the constants, so that equal sets have equal bytes.
    private static void putVerbs(WireWriter out, Set<ServiceVerb> verbs) {
        EnumSet<ServiceVerb> ordered = EnumSet.noneOf(ServiceVerb.class);
        ordered.addAll(verbs);
        out.list(ordered, WireWriter::enumeration);
    }

    private static Set<ServiceVerb> takeVerbs(WireReader in) throws ProtocolException {
        return Set.copyOf(in.list(i -> i.enumeration(ALL_VERBS)));
    }
}
