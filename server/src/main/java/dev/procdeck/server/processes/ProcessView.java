package dev.procdeck.server.processes;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.procdeck.protocol.answer.Answer;
import dev.procdeck.protocol.answer.Permission;
import dev.procdeck.protocol.answer.ProcessDetail;
import dev.procdeck.server.json.ReadingView;
import dev.procdeck.server.listing.ShellCommand;
import dev.procdeck.server.sockets.SocketList.SocketItem;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One process in detail, as people see it. Immutable.
///
/// @param arguments the argument vector, secrets masked
/// @param waitPercent time over the last interval in which it was ready to run and had no
///   processor; null where the host does not tell, or at first sight
/// @param contextSwitchesPerSecond null likewise
/// @param sockets the TCP and UDP sockets that it holds open, each with this process alone as its
///   owner; null when none could be read
/// @param socketsUnavailable `denied` or `unsupported`: why some or all are missing; null when none
///   is
/// @param service the unit it belongs to
/// @param signals the names of those that the one who asks may send
/// @param mayAct what the one who asks may do to it, and why not
/// @param shellCommand what shows the same in a terminal
public record ProcessView(
        @JsonUnwrapped ProcessList.ProcessItem row,
        String bootId,
        List<String> arguments,
        boolean argumentsTruncated,
        ReadingView<String> workingDirectory,
        ReadingView<String> root,
        ReadingView<String> executable,
        ReadingView<ProcessDetail.Ids> userIds,
        ReadingView<ProcessDetail.Ids> groupIds,
        List<String> groups,
        ReadingView<List<ProcessDetail.Limit>> limits,
        ReadingView<List<ThreadView>> threadList,
        ReadingView<OpenFilesView> openFiles,
        @Nullable List<SocketItem> sockets,
        @Nullable String socketsUnavailable,
        @Nullable String cgroup,
        @Nullable ServiceName service,
        List<RelativeView> parents,
        List<RelativeView> children,
        @Nullable Integer oomScore,
        ReadingView<ProcessDetail.Io> io,
        @Nullable Double waitPercent,
        @Nullable Double contextSwitchesPerSecond,
        Map<String, String> namespaces,
        List<String> signals,
        MayAct mayAct,
        String shellCommand) {
    /// One thread.
    public record ThreadView(int tid, String comm, String state, double cpuSeconds) {}

    /// Open files: how many, and the first of them.
    public record OpenFilesView(int count, List<ProcessDetail.OpenFile> items, boolean truncated) {}

    /// The name of a service.
    public record ServiceName(String name) {}

    /// A parent or child.
    public record RelativeView(int pid, String comm, long startTicks) {
        static RelativeView of(ProcessDetail.Relative relative) {
            return new RelativeView(
                    relative.key().pid(), relative.comm(), relative.key().startTicks());
        }
    }

    /// What may be done.
    public record MayAct(Permission signal, Permission priority) {}

    static ProcessView of(
            ProcessDetail detail,
            Map<String, Permission> permissions,
            Answer.HeldSockets sockets,
            @Nullable Double memoryPercent) {
        int pid = detail.row().key().pid();
        String unit = detail.row().unit();
        Permission none = new Permission(false, "forbidden", Map.of());
        List<String> signals =
                permissions.entrySet().stream()
                        .filter(e -> !e.getKey().equals("priority") && mayTry(e.getValue()))
                        .map(Map.Entry::getKey)
                        .sorted()
                        .toList();
        return new ProcessView(
                ProcessList.ProcessItem.of(detail.row(), memoryPercent),
                detail.bootId(),
                detail.arguments(),
                detail.argumentsTruncated(),
                ReadingView.of(detail.workingDirectory()),
                ReadingView.of(detail.rootDirectory()),
                ReadingView.of(detail.executable()),
                ReadingView.of(detail.userIds()),
                ReadingView.of(detail.groupIds()),
                detail.groups(),
                ReadingView.of(detail.limits()),
                ReadingView.of(detail.threads(), ProcessView::threads),
                ReadingView.of(
                        detail.openFiles(),
                        files ->
                                new OpenFilesView(
                                        files.count(),
                                        files.items(),
                                        files.items().size() < files.count())),
                SocketItem.listOf(sockets),
                ReadingView.wordOf(sockets.missing()),
                detail.cgroup(),
                unit == null ? null : new ServiceName(unit),
                detail.parents().stream().map(RelativeView::of).toList(),
                detail.children().stream().map(RelativeView::of).toList(),
                detail.oomScore(),
                ReadingView.of(detail.io()),
                detail.waitPercent(),
                detail.contextSwitchesPerSecond(),
                detail.namespaces(),
                signals,
                new MayAct(
                        permissions.getOrDefault("TERM", none),
                        permissions.getOrDefault("priority", none)),
                ShellCommand.of("ps", "-fwwp", Integer.toString(pid)));
    }

    /// What asks for a typed confirmation may be tried.
    private static boolean mayTry(Permission permission) {
        return permission.allowed() || "confirmation_required".equals(permission.code());
    }

    private static List<ThreadView> threads(List<ProcessDetail.ThreadRow> threads) {
        return threads.stream()
                .map(thread ->
                        new ThreadView(
                                thread.tid(),
                                thread.comm(),
                                String.valueOf(thread.state()),
                                thread.cpuSeconds()))
                .toList();
    }
}
