package dev.procdeck.host.bpf;

import dev.procdeck.host.events.ExitStatus;
import dev.procdeck.host.events.ProcessEvent;
import dev.procdeck.host.processes.CommandLine;
import dev.procdeck.host.processes.ControlGroup;
import dev.procdeck.host.processes.ProcessIdentity;
import dev.procdeck.host.procfs.KernelUnits;
import dev.procdeck.host.procfs.PidCmdline;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// The layout of the records of events.bpf.c, in the byte order of this machine, and what they
/// mean. Times are nanoseconds since boot. Pure.
public final class EventRecord {
    static final int FORK = 1;
    static final int EXEC = 2;
    static final int EXIT = 3;
    static final int CGROUP = 4;

    static final int KIND = 0;
    static final int PID = 4;
    static final int TIME = 8;
    static final int START = 16;
    static final int GROUP = 24;
    static final int PARENT = 32;
    static final int UID = 36;
    static final int COMM = 40;
    static final int PARENT_COMM = 56;
    static final int HEAD_BYTES = 72;
    private static final int COMM_BYTES = 16;

    static final int LENGTH = 72;
    static final int CAPTURED = 76;
    static final int ARGUMENTS = 80;
    static final int MAX_ARGUMENT_BYTES = 4096;

    static final int STATUS = 72;
    static final int RUN_TIME = 80;
    static final int PEAK_PAGES = 88;
    static final int EXIT_BYTES = 96;

    static final int NAME_LENGTH = 4;
    static final int GROUP_ID = 8;
    static final int GROUP_PARENT = 16;
    static final int NAME = 24;
    static final int MAX_NAME_BYTES = 256;
    static final int CGROUP_BYTES = NAME + MAX_NAME_BYTES;

    private EventRecord() {}

    /// What one record says.
    public sealed interface Decoded {
        /// Something happened to a process.
        record OfProcess(ProcessEvent event) implements Decoded {}

        /// A control group was made.
        record NewGroup(long id, long parent, String name) implements Decoded {}
    }

    /// Decodes one record.
    ///
    /// @param bytes the record from index 0 on; what is behind `length` does not count
    /// @param groups control groups by id; null for those unknown
    /// @throws MalformedRecordException when it is none that our program makes
    public static Decoded decode(
            byte[] bytes,
            int length,
            KernelUnits units,
            LongFunction<@Nullable ControlGroup> groups)
            throws MalformedRecordException {
        if (length < Integer.BYTES || length > bytes.length) {
            throw new MalformedRecordException("length " + length);
        }
        int kind = TaskRecord.intAt(bytes, KIND);
        return switch (kind) {
            case FORK -> {
                require(length == HEAD_BYTES, "fork of " + length + " bytes");
                yield new Decoded.OfProcess(
                        new ProcessEvent.Forked(
                                subject(bytes, units, groups), TaskRecord.longAt(bytes, TIME)));
            }
            case EXEC -> executed(bytes, length, units, groups);
            case EXIT -> exited(bytes, length, units, groups);
            case CGROUP -> newGroup(bytes, length);
            default -> throw new MalformedRecordException("kind " + kind);
        };
    }

    private static Decoded executed(
            byte[] bytes,
            int length,
            KernelUnits units,
            LongFunction<@Nullable ControlGroup> groups)
            throws MalformedRecordException {
        require(length >= ARGUMENTS, "exec of " + length + " bytes");
        int captured = TaskRecord.intAt(bytes, CAPTURED);
        long whole = Integer.toUnsignedLong(TaskRecord.intAt(bytes, LENGTH));
        require(
                captured >= 0
                        && captured < MAX_ARGUMENT_BYTES
                        && captured <= whole
                        && ARGUMENTS + captured == length,
                "exec of " + length + " bytes with " + captured + " of arguments");
        CommandLine line = null;
        if (captured > 0 || whole == 0) {
            byte[] arguments = Arrays.copyOfRange(bytes, ARGUMENTS, ARGUMENTS + captured);
            line = new CommandLine(PidCmdline.parse(arguments, captured), whole > captured);
        }
        return new Decoded.OfProcess(
                new ProcessEvent.Executed(
                        subject(bytes, units, groups), TaskRecord.longAt(bytes, TIME), line));
    }

    private static Decoded exited(
            byte[] bytes,
            int length,
            KernelUnits units,
            LongFunction<@Nullable ControlGroup> groups)
            throws MalformedRecordException {
        require(length == EXIT_BYTES, "exit of " + length + " bytes");
        long peak = TaskRecord.longAt(bytes, PEAK_PAGES);
        return new Decoded.OfProcess(
                new ProcessEvent.Exited(
                        subject(bytes, units, groups),
                        TaskRecord.longAt(bytes, TIME),
                        new ExitStatus(TaskRecord.intAt(bytes, STATUS) & 0xffff),
                        TaskRecord.longAt(bytes, RUN_TIME),
                        peak <= 0 ? null : peak * units.pageBytes()));
    }

    private static Decoded newGroup(byte[] bytes, int length) throws MalformedRecordException {
        require(length == CGROUP_BYTES, "control group of " + length + " bytes");
        int name = TaskRecord.intAt(bytes, NAME_LENGTH);
        require(name >= 0 && name < MAX_NAME_BYTES, "a name of " + name + " bytes");
        return new Decoded.NewGroup(
                TaskRecord.longAt(bytes, GROUP_ID),
                TaskRecord.longAt(bytes, GROUP_PARENT),
                new String(bytes, NAME, name, StandardCharsets.UTF_8));
    }

    private static ProcessEvent.Subject subject(
            byte[] bytes, KernelUnits units, LongFunction<@Nullable ControlGroup> groups)
            throws MalformedRecordException {
        int pid = TaskRecord.intAt(bytes, PID);
        long start = TaskRecord.longAt(bytes, START);
        int parent = TaskRecord.intAt(bytes, PARENT);
        require(pid > 0 && start >= 0 && parent >= 0, "process " + pid);
        return new ProcessEvent.Subject(
                new ProcessIdentity(pid, units.nanosToTicks(start)),
                start,
                parent,
                parent == 0 ? null : text(bytes, PARENT_COMM),
                TaskRecord.intAt(bytes, UID),
                text(bytes, COMM),
                groups.apply(TaskRecord.longAt(bytes, GROUP)));
    }

    private static String text(byte[] bytes, int at) {
        int end = at;
        while (end < at + COMM_BYTES && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, at, end - at, StandardCharsets.UTF_8);
    }

    private static void require(boolean condition, String otherwise)
            throws MalformedRecordException {
        if (!condition) {
            throw new MalformedRecordException(otherwise);
        }
    }

    /// Bytes that our kernel program does not make.
    public static final class MalformedRecordException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedRecordException(String what) {
            super(what);
        }
    }
}
