package dev.procdeck.host.processes;

import dev.procdeck.host.libc.FileStatus;
import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.processes.ProcessDetail.Credentials;
import dev.procdeck.host.processes.ProcessDetail.Ids;
import dev.procdeck.host.processes.ProcessDetail.Named;
import dev.procdeck.host.processes.ProcessDetail.OomScore;
import dev.procdeck.host.processes.ProcessDetail.Relative;
import dev.procdeck.host.processes.ProcessDetail.ResourceLimit;
import dev.procdeck.host.processes.ProcessDetail.Scheduling;
import dev.procdeck.host.processes.ProcessDetail.ThreadRow;
import dev.procdeck.host.procfs.PidCmdline;
import dev.procdeck.host.procfs.PidLimits;
import dev.procdeck.host.procfs.PidStat;
import dev.procdeck.host.procfs.PidStatus;
import dev.procdeck.host.procfs.ProcFs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads one process in full, on request. Never on the sampling thread: some of its files wait for
/// locks that the process holds. Thread-safe.
public final class ProcessDetails {
    public static final int MAX_THREADS = 10_000;
    public static final int MAX_FILES = 10_000;
    private static final int MAX_ANCESTORS = 64;
    private static final int SMALL_FILE = 64;

    private final ProcFs proc;
    private final InstantSource wallClock;
    private final UserNames users;
    private final UserNames groups;

    /// Over the host's /proc, with names from /etc.
    public ProcessDetails(ProcFs proc) {
        this(
                proc,
                new UserNames(Path.of("/etc/passwd")),
                new UserNames(Path.of("/etc/group")),
                InstantSource.system());
    }

    public ProcessDetails(ProcFs proc, UserNames users, UserNames groups, InstantSource wallClock) {
        this.proc = proc;
        this.users = users;
        this.groups = groups;
        this.wallClock = wallClock;
    }

    /// The identity that has this pid now.
    public Optional<ProcessIdentity> findIdentity(int pid) {
        return stat(pid + "/stat").map(stat -> new ProcessIdentity(pid, stat.startTicks));
    }

    /// Everything about the process with this pid; empty when there is none, or when it ended or
    /// was replaced while it was read.
    public Optional<ProcessDetail> find(int pid) {
        users.refresh();
        groups.refresh();
        Optional<PidStat> before = stat(pid + "/stat");
        if (before.isEmpty()) {
            return Optional.empty();
        }
        ProcessDetail detail = read(before.get());
        // Files of a process that ended look absent: what was read counts only if it is still
        // there.
        return before.map(stat -> stat.startTicks)
                        .equals(stat(pid + "/stat").map(stat -> stat.startTicks))
                ? Optional.of(detail)
                : Optional.empty();
    }

    /// The environment as it was at the start, `NAME=value` each; sensitive. Empty when the process
    /// is not this identity.
    public Optional<Reading<CommandLine>> findEnvironment(ProcessIdentity identity) {
        return findTexts(identity, "environ");
    }

    /// The arguments with their secrets; sensitive. Empty when the process is not this identity.
    public Optional<Reading<CommandLine>> findArguments(ProcessIdentity identity) {
        return findTexts(identity, "cmdline");
    }

    private Optional<Reading<CommandLine>> findTexts(ProcessIdentity identity, String file) {
        if (!findIdentity(identity.pid()).equals(Optional.of(identity))) {
            return Optional.empty();
        }
        Reading<CommandLine> texts =
                proc.files()
                        .read(identity.pid() + "/" + file, PidCmdline.MAX_BYTES)
                        .map(bytes ->
                                new CommandLine(
                                        PidCmdline.parse(bytes, bytes.length),
                                        bytes.length == PidCmdline.MAX_BYTES));
        return findIdentity(identity.pid()).equals(Optional.of(identity))
                ? Optional.of(texts)
                : Optional.empty();
    }

    private ProcessDetail read(PidStat stat) {
        int pid = stat.pid;
        FactsReader reader = new FactsReader(proc, users, PidCmdline.MAX_BYTES);
        ProcessCounters counters = countersOf(stat);
        return new ProcessDetail(
                reader.read(FactsLookup.ofOne(counters, startOf(stat), users.nameOf(counters.uid))),
                stat.state,
                proc.files().readLink(pid + "/cwd"),
                proc.files().readLink(pid + "/root"),
                readCredentials(pid),
                readLimits(pid),
                readThreads(pid),
                new OpenFilesReader(proc).read(pid),
                ancestorsOf(stat),
                readOomScore(pid),
                readNamespaces(pid),
                reader.readIo(pid),
                schedulingOf(stat));
    }

    private Optional<PidStat> stat(String path) {
        PidStat stat = new PidStat(proc.units());
        return proc.files()
                .read(path, PidStat.MAX_BYTES)
                .asOptional()
                .filter(bytes -> stat.parse(bytes, bytes.length))
                .map(_ -> stat);
    }

    private ProcessCounters countersOf(PidStat stat) {
        ProcessCounters counters = new ProcessCounters();
        counters.pid = stat.pid;
        counters.startTicks = stat.startTicks;
        counters.kernelThread = stat.kernelThread;
        counters.commLength = stat.commLength;
        System.arraycopy(stat.comm, 0, counters.comm, 0, stat.commLength);
        FileStatus owner = new FileStatus();
        if (owner.read(proc.files().fd(), stat.pid) == 0) {
            counters.uid = owner.uid;
        }
        return counters;
    }

    private Instant startOf(PidStat stat) {
        long uptimeMillis = proc.readUptimeMillis().asOptional().orElse(0L);
        long startMillis = proc.units().ticksToMillis(stat.startTicks);
        return wallClock.instant().minusMillis(uptimeMillis).plusMillis(startMillis);
    }

    private Reading<Credentials> readCredentials(int pid) {
        return switch (proc.files().readText(pid + "/status", PidStatus.MAX_BYTES)) {
            case Reading.Value<String>(String text) ->
                    PidStatus.parse(text)
                            .map(status -> Reading.of(credentialsOf(status)))
                            .orElseGet(() -> Reading.unsupported("status: not the known form"));
            case Reading.Denied<String>(String what) -> Reading.denied(what);
            case Reading.Unsupported<String>(String what) -> Reading.unsupported(what);
        };
    }

    private Credentials credentialsOf(PidStatus status) {
        return new Credentials(
                idsOf(status.userIds(), users),
                idsOf(status.groupIds(), groups),
                status.groups().stream().map(id -> named(id, groups)).toList());
    }

    private static Ids idsOf(List<Integer> ids, UserNames names) {
        return new Ids(
                named(ids.get(0), names),
                named(ids.get(1), names),
                named(ids.get(2), names),
                named(ids.get(3), names));
    }

    private static Named named(int id, UserNames names) {
        return new Named(id, names.nameOf(id));
    }

    private Reading<List<ResourceLimit>> readLimits(int pid) {
        return switch (proc.files().readText(pid + "/limits", PidLimits.MAX_BYTES)) {
            case Reading.Value<String>(String text) ->
                    PidLimits.parse(text)
                            .map(limits -> Reading.of(limitsOf(limits)))
                            .orElseGet(() -> Reading.unsupported("limits: not the known form"));
            case Reading.Denied<String>(String what) -> Reading.denied(what);
            case Reading.Unsupported<String>(String what) -> Reading.unsupported(what);
        };
    }

    private static List<ResourceLimit> limitsOf(PidLimits limits) {
        return limits.limits().stream()
                .map(limit ->
                        new ResourceLimit(
                                limit.name(),
                                orNull(limit.soft()),
                                orNull(limit.hard()),
                                limit.unit()))
                .toList();
    }

    private static @Nullable Long orNull(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }

    private Reading<List<ThreadRow>> readThreads(int pid) {
        return proc.files()
                .listNumbers(pid + "/task")
                .map(tids -> {
                    List<ThreadRow> threads = new ArrayList<>();
                    for (int i = 0; i < tids.length && i < MAX_THREADS; i++) {
                        stat(pid + "/task/" + tids[i] + "/stat")
                                .ifPresent(stat -> threads.add(threadOf(stat)));
                    }
                    return List.copyOf(threads);
                });
    }

    private static ThreadRow threadOf(PidStat stat) {
        return new ThreadRow(stat.pid, commOf(stat), stat.state, stat.userNanos + stat.systemNanos);
    }

    private static String commOf(PidStat stat) {
        return new String(stat.comm, 0, stat.commLength, StandardCharsets.UTF_8);
    }

    /// Parents may end meanwhile and their children move: what is found is a chain that was true
    /// link by link.
    private List<Relative> ancestorsOf(PidStat stat) {
        List<Relative> ancestors = new ArrayList<>();
        int parent = stat.parentPid;
        while (parent > 0 && ancestors.size() < MAX_ANCESTORS) {
            Optional<PidStat> found = stat(parent + "/stat");
            if (found.isEmpty()) {
                break;
            }
            ancestors.add(relativeOf(found.get()));
            parent = found.get().parentPid;
        }
        return List.copyOf(ancestors);
    }

    private static Relative relativeOf(PidStat stat) {
        return new Relative(new ProcessIdentity(stat.pid, stat.startTicks), commOf(stat));
    }

    private Reading<OomScore> readOomScore(int pid) {
        Reading<Integer> score = readNumber(pid + "/oom_score");
        Reading<Integer> adjustment = readNumber(pid + "/oom_score_adj");
        if (score instanceof Reading.Value<Integer>(Integer value)) {
            return adjustment.map(by -> new OomScore(value, by));
        }
        return score.map(value -> new OomScore(value, 0));
    }

    private Reading<Integer> readNumber(String path) {
        return proc.files().readText(path, SMALL_FILE).map(text -> Integer.parseInt(text.strip()));
    }

    /// Links of the form `net:[4026531840]`.
    private Reading<Map<String, Long>> readNamespaces(int pid) {
        Reading<List<String>> kinds = proc.files().list(pid + "/ns");
        if (!(kinds instanceof Reading.Value<List<String>>(List<String> names))) {
            return kinds.map(_ -> Map.of());
        }
        Map<String, Long> inodes = new TreeMap<>();
        for (String kind : names) {
            switch (proc.files().readLink(pid + "/ns/" + kind)) {
                case Reading.Value<String>(String target) ->
                        OpenFilesReader.inodeOf(target).ifPresent(inode -> inodes.put(kind, inode));
                case Reading.Denied<String>(String what) -> {
                    return Reading.denied(what);
                }
                case Reading.Unsupported<String> _ -> {}
            }
        }
        return Reading.of(Map.copyOf(inodes));
    }

    private static Scheduling schedulingOf(PidStat stat) {
        return new Scheduling(
                stat.nice,
                stat.priority,
                SchedulingReader.readIoPriority(stat.pid),
                SchedulingReader.readCpus(stat.pid));
    }
}
