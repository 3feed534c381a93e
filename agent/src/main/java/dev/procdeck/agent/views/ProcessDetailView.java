package dev.procdeck.agent.views;

import dev.procdeck.agent.Masking;
import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.processes.CommandLine;
import dev.procdeck.host.processes.ControlGroup;
import dev.procdeck.host.processes.ProcessDetail;
import dev.procdeck.host.processes.ProcessRates;
import dev.procdeck.host.processes.ProcessSample;
import dev.procdeck.protocol.answer.ProcessDetail.Ids;
import dev.procdeck.protocol.answer.ProcessDetail.Io;
import dev.procdeck.protocol.answer.ProcessDetail.Limit;
import dev.procdeck.protocol.answer.ProcessDetail.OpenFile;
import dev.procdeck.protocol.answer.ProcessDetail.OpenFiles;
import dev.procdeck.protocol.answer.ProcessDetail.Relative;
import dev.procdeck.protocol.answer.ProcessDetail.ThreadRow;
import dev.procdeck.protocol.live.ProcessRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One process in detail. Pure.
public final class ProcessDetailView {
    private static final int MAX_FILES = 1_000;
    private static final int MAX_THREADS = 1_000;

    private ProcessDetailView() {}

    /// @param sample that of which `row` is one; it knows the children without a look at every
    ///   process
    public static dev.procdeck.protocol.answer.ProcessDetail of(
            ProcessRow row,
            @Nullable ProcessRates rates,
            ProcessSample sample,
            ProcessDetail detail) {
        CommandLine commandLine = Readings.or(detail.facts().commandLine(), CommandLine.NONE);
        ControlGroup group = detail.facts().cgroup().asOptional().orElse(null);
        return new dev.procdeck.protocol.answer.ProcessDetail(
                row,
                sample.bootId(),
                Masking.mask(commandLine.arguments()),
                commandLine.truncated(),
                Readings.of(detail.facts().exe()),
                Readings.of(detail.workingDirectory()),
                Readings.of(detail.root()),
                Readings.map(detail.credentials(), c -> ids(c.user())),
                Readings.map(detail.credentials(), c -> ids(c.group())),
                detail.credentials()
                        .asOptional()
                        .map(c -> c.groups().stream().map(ProcessDetail.Named::name).toList())
                        .orElse(List.of()),
                Readings.map(
                        detail.limits(),
                        limits ->
                                limits.stream()
                                        .map(limit ->
                                                new Limit(
                                                        limit.name(),
                                                        limit.soft(),
                                                        limit.hard(),
                                                        limit.unit()))
                                        .toList()),
                Readings.map(
                        detail.threads(),
                        threads ->
                                threads.stream()
                                        .limit(MAX_THREADS)
                                        .map(thread ->
                                                new ThreadRow(
                                                        thread.tid(),
                                                        thread.comm(),
                                                        thread.state(),
                                                        ProcessView.seconds(thread.cpuNanos())))
                                        .toList()),
                Readings.map(detail.openFiles(), ProcessDetailView::files),
                Readings.map(detail.io(), io -> new Io(io.readBytes(), io.writtenBytes())),
                rates == null ? null : Readings.tenths(rates.waitPercent()),
                rates == null ? null : Readings.tenths(rates.contextSwitchesPerSecond()),
                group == null ? null : group.path(),
                detail.oom().asOptional().map(ProcessDetail.OomScore::score).orElse(null),
                namespaces(detail.namespaces()),
                detail.ancestors().stream().map(ProcessDetailView::relative).toList(),
                sample.childrenOf(row.key().pid()).stream()
                        .map(child -> new Relative(ProcessView.key(child.identity()), child.comm()))
                        .toList());
    }

    private static Ids ids(ProcessDetail.Ids ids) {
        return new Ids(
                ids.real().id(),
                ids.effective().id(),
                ids.saved().id(),
                ids.fileSystem().id(),
                ids.real().name(),
                ids.effective().name());
    }

    private static OpenFiles files(ProcessDetail.OpenFiles files) {
        return new OpenFiles(
                files.count(),
                files.files().stream()
                        .limit(MAX_FILES)
                        .map(file ->
                                new OpenFile(file.fd(), Readings.or(file.target(), ""), kind(file)))
                        .toList());
    }

    private static String kind(ProcessDetail.OpenFile file) {
        return switch (file.kind()) {
            case PATH -> Readings.or(file.target(), "").startsWith("/dev/") ? "device" : "file";
            case SOCKET -> "socket";
            case PIPE -> "pipe";
            case ANONYMOUS -> "anonymous";
            case UNKNOWN -> "other";
        };
    }

    private static Map<String, String> namespaces(Reading<Map<String, Long>> namespaces) {
        Map<String, String> shown = new HashMap<>();
        namespaces
                .asOptional()
                .ifPresent(all -> all.forEach((kind, inode) -> shown.put(kind, "" + inode)));
        return shown;
    }

    private static Relative relative(ProcessDetail.Relative relative) {
        return new Relative(ProcessView.key(relative.identity()), relative.comm());
    }
}
