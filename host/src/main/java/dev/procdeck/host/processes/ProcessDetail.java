package dev.procdeck.host.processes;

import dev.procdeck.host.libc.Reading;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One process in full, read when somebody asks for it. Each part that could not be read says why.
/// The environment is not here: it is sensitive and has its own call
/// ([ProcessDetails#findEnvironment]).
///
/// @param facts the static facts, command line as a vector included
/// @param state R S D Z T t I X
/// @param workingDirectory /proc/[pid]/cwd
/// @param root /proc/[pid]/root
/// @param credentials user and group ids
/// @param limits resource limits, in the kernel's order
/// @param threads at most [ProcessDetails#MAX_THREADS]
/// @param openFiles descriptors
/// @param ancestors parent first, up to the first process
/// @param oom out-of-memory killer's score
/// @param namespaces kind (`net`, `pid` …) → inode, as in /proc/[pid]/ns
/// @param io bytes read and written
/// @param priority scheduling
public record ProcessDetail(
        ProcessFacts facts,
        char state,
        Reading<String> workingDirectory,
        Reading<String> root,
        Reading<Credentials> credentials,
        Reading<List<ResourceLimit>> limits,
        Reading<List<ThreadRow>> threads,
        Reading<OpenFiles> openFiles,
        List<Relative> ancestors,
        Reading<OomScore> oom,
        Reading<Map<String, Long>> namespaces,
        Reading<IoCounters> io,
        Scheduling priority) {

    /// Another process, enough to name it and link to it.
    public record Relative(ProcessIdentity identity, String comm) {}

    /// Ids of /proc/[pid]/status; names are the number itself where there is none.
    public record Credentials(Ids user, Ids group, List<Named> groups) {}

    /// Real, effective, saved and file-system id.
    public record Ids(Named real, Named effective, Named saved, Named fileSystem) {}

    /// An id and its name.
    public record Named(int id, String name) {}

    /// One row of /proc/[pid]/limits; null is unlimited.
    public record ResourceLimit(
            String name, @Nullable Long soft, @Nullable Long hard, String unit) {}

    /// One thread. `cpuNanos` is user and system time since its start.
    public record ThreadRow(int tid, String comm, char state, long cpuNanos) {}

    /// Descriptors by number.
    ///
    /// @param count how many there are
    /// @param files at most [ProcessDetails#MAX_FILES] of them
    /// @param truncated whether there are more than `files`
    public record OpenFiles(int count, List<OpenFile> files, boolean truncated) {

        /// Inodes of the sockets among the files, to join with the socket table.
        public List<Long> socketInodes() {
            return files.stream()
                    .filter(file -> file.kind() == FileKind.SOCKET)
                    .map(OpenFile::inode)
                    .toList();
        }
    }

    /// One descriptor. `inode` is 0 when the target does not carry one.
    public record OpenFile(int fd, FileKind kind, Reading<String> target, long inode) {}

    /// What a descriptor's link says it is.
    public enum FileKind {
        PATH,
        SOCKET,
        PIPE,
        ANONYMOUS,
        UNKNOWN
    }

    /// `oom_score` (0–2000) and `oom_score_adj` (−1000–1000).
    public record OomScore(int score, int adjustment) {}

    /// Nice, I/O class and CPUs.
    ///
    /// @param nice −20 to 19
    /// @param priority as `top` shows it
    /// @param ioPriority scheduling class and level of ioprio_get(2)
    /// @param cpus numbers of the CPUs it may run on
    public record Scheduling(
            int nice, int priority, Reading<IoPriority> ioPriority, Reading<List<Integer>> cpus) {}

    /// ioprio_get(2): class 0 none, 1 real time, 2 best effort, 3 idle; level 0 (first) to 7.
    public record IoPriority(int ioClass, int level) {}
}
