package dev.procdeck.host.processes;

import dev.procdeck.host.libc.Errno;
import dev.procdeck.host.libc.FileCalls;
import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.procfs.PidCgroup;
import dev.procdeck.host.procfs.PidCmdline;
import dev.procdeck.host.procfs.PidIo;
import dev.procdeck.host.procfs.ProcFs;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// Reads what stays the same between execs, whatever source the counters come from.
///
/// Also the numbers that /proc keeps in files of their own, such as `io`. Belongs to one thread.
final class FactsReader implements FactsLookups.Answerer {
    private static final byte[] CMDLINE = "cmdline".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CGROUP = "cgroup".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] IO = "io".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] EXE = "exe".getBytes(StandardCharsets.US_ASCII);

    /// As much as a row shows. Anybody may start hundreds of processes with 64 KiB of arguments of
    /// one letter, each of which is two objects: the table would fill the heap.
    static final int TABLE_LINE_BYTES = 4096;

    private static final long FINGERPRINT_PRIME = 0x100000001B3L;

    /// Enough for every unit of a large host; thrown away whole when full.
    private static final int MOST_GROUPS = 4096;

    private final ProcFs proc;
    private final UserNames users;
    private final byte[] line;
    private final byte[] bytes = new byte[PidCgroup.MAX_BYTES];
    private final Map<String, Reading<ControlGroup>> groups = new HashMap<>();

    /// For the table of all processes.
    FactsReader(ProcFs proc, UserNames users) {
        this(proc, users, TABLE_LINE_BYTES);
    }

    /// @param lineBytes how much of a command line is read
    FactsReader(ProcFs proc, UserNames users, int lineBytes) {
        this.proc = proc;
        this.users = users;
        this.line = new byte[lineBytes];
    }

    /// Reads the facts that a lookup asks for, unless they are as they were.
    @Override
    public void answer(FactsLookup lookup) {
        // Before the facts: what changes in between is seen the next time.
        long fingerprint = readFingerprint(lookup.identity.pid());
        boolean same = !lookup.always && fingerprint == lookup.knownFingerprint;
        lookup.answer(fingerprint, same ? null : read(lookup));
    }

    ProcessFacts read(FactsLookup lookup) {
        int pid = lookup.identity.pid();
        return new ProcessFacts(
                lookup.identity,
                lookup.startTime,
                lookup.kernelThread,
                lookup.uid,
                lookup.user,
                lookup.comm,
                lookup.kernelThread ? Reading.of(CommandLine.NONE) : readCommandLine(pid),
                lookup.kernelThread
                        ? Reading.unsupported("a kernel thread has no program")
                        : proc.files().readLink(pid + "/exe"),
                readGroup(pid));
    }

    /// A number that differs, all but surely, when any of the files behind the facts differs. Costs
    /// no garbage.
    long readFingerprint(int pid) {
        int directory = proc.files().fd();
        long print = 0;
        print = mixed(print, FileCalls.readFile(directory, pid, CMDLINE, line), line);
        print = mixed(print, FileCalls.readFile(directory, pid, CGROUP, bytes), bytes);
        return mixed(print, FileCalls.readLink(directory, pid, EXE, bytes), bytes);
    }

    /// Mixes in the first `length` bytes, or the errno when it is negative.
    private static long mixed(long print, int length, byte[] read) {
        long hash = (print ^ length) * FINGERPRINT_PRIME;
        for (int i = 0; i < length; i++) {
            hash = (hash ^ read[i]) * FINGERPRINT_PRIME;
            hash ^= hash >>> 32;
        }
        return hash;
    }

    Reading<CommandLine> readCommandLine(int pid) {
        int length = FileCalls.readFile(proc.files().fd(), pid, CMDLINE, line);
        if (length < 0) {
            return failed("cmdline", length);
        }
        return Reading.of(new CommandLine(PidCmdline.parse(line, length), length == line.length));
    }

    Reading<ControlGroup> readGroup(int pid) {
        int length = FileCalls.readFile(proc.files().fd(), pid, CGROUP, bytes);
        if (length < 0) {
            return failed("cgroup", length);
        }
        // Thousands of processes share few groups: one object each keeps the table small.
        String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
        if (groups.size() >= MOST_GROUPS) {
            groups.clear();
        }
        return groups.computeIfAbsent(text, FactsReader::parseGroup);
    }

    private static Reading<ControlGroup> parseGroup(String text) {
        return PidCgroup.parse(text)
                .map(group -> Reading.of(ControlGroups.parse(group.path())))
                .orElseGet(() -> Reading.unsupported("no systemd or v2 control group"));
    }

    Reading<IoCounters> readIo(int pid) {
        int length = FileCalls.readFile(proc.files().fd(), pid, IO, bytes);
        if (length < 0) {
            return failed("io", length);
        }
        return PidIo.parse(bytes, length)
                .map(FactsReader::countersOf)
                .orElseGet(() -> Reading.unsupported("io: not the known form"));
    }

    private static Reading<IoCounters> countersOf(PidIo io) {
        return Reading.of(
                new IoCounters(
                        io.readBytes(),
                        Math.max(0, io.writtenBytes() - io.cancelledWriteBytes()),
                        io.readCallBytes(),
                        io.writtenCallBytes()));
    }

    private static <T> Reading<T> failed(String file, int result) {
        return switch (Errno.kindOf(-result)) {
            case DENIED -> Reading.denied(file);
            // Also what should not happen (EIO, ENOMEM): one file costs one field.
            case GONE, UNSUPPORTED, FAILURE ->
                    Reading.unsupported(file + ": " + Errno.nameOf(-result));
        };
    }
}
