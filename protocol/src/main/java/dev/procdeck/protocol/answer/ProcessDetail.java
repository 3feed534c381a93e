package dev.procdeck.protocol.answer;

import dev.procdeck.protocol.ProcessKey;
import dev.procdeck.protocol.Reading;
import dev.procdeck.protocol.live.ProcessRow;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One process in detail. `row` is what the table shows of it.
///
/// @param arguments the argument vector; secrets are masked
/// @param waitPercent time over the last interval in which a thread of it was ready to run and had
///   no processor, 100 is one thread waiting all the time; null where the host does not tell
/// @param contextSwitchesPerSecond over the last interval; null where the host does not tell
/// @param parents from its parent up to process 1
public record ProcessDetail(
        ProcessRow row,
        String bootId,
        List<String> arguments,
        boolean argumentsTruncated,
        Reading<String> executable,
        Reading<String> workingDirectory,
        Reading<String> rootDirectory,
        Reading<Ids> userIds,
        Reading<Ids> groupIds,
        List<String> groups,
        Reading<List<Limit>> limits,
        Reading<List<ThreadRow>> threads,
        Reading<OpenFiles> openFiles,
        Reading<Io> io,
        @Nullable Double waitPercent,
        @Nullable Double contextSwitchesPerSecond,
        @Nullable String cgroup,
        @Nullable Integer oomScore,
        Map<String, String> namespaces,
        List<Relative> parents,
        List<Relative> children)
        implements Answer {
    public ProcessDetail {
        arguments = List.copyOf(arguments);
        groups = List.copyOf(groups);
        namespaces = Map.copyOf(namespaces);
        parents = List.copyOf(parents);
        children = List.copyOf(children);
    }

    /// The four ids of a process with their names.
    public record Ids(
            int real,
            int effective,
            int saved,
            int fileSystem,
            String realName,
            String effectiveName) {}

    /// One resource limit; null means unlimited.
    public record Limit(String name, @Nullable Long soft, @Nullable Long hard, String unit) {}

    /// One thread.
    public record ThreadRow(int tid, String comm, char state, double cpuSeconds) {}

    /// Open files: how many there are, and the first of them.
    public record OpenFiles(int count, List<OpenFile> items) {
        public OpenFiles {
            items = List.copyOf(items);
        }
    }

    /// One open file. `kind` is `file`, `directory`, `socket`, `pipe`, `device`, `anonymous` or
    /// `other`.
    public record OpenFile(int fd, String target, String kind) {}

    /// Bytes read from and written to storage.
    public record Io(long readBytes, long writeBytes) {}

    /// A process that is a parent or child of this one.
    public record Relative(ProcessKey key, String comm) {}
}
