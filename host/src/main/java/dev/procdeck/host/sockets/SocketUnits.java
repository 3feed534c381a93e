package dev.procdeck.host.sockets;

import dev.procdeck.host.libc.FileCalls;
import dev.procdeck.host.libc.FileStatus;
import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.processes.ControlGroup;
import dev.procdeck.host.processes.ControlGroups;
import dev.procdeck.host.procfs.KeptFile;
import dev.procdeck.host.procfs.MountInfo;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/// The systemd unit of a control group's number. The number of a v2 group is the inode of its
/// directory.
///
/// The tree is walked when an unknown number turns up, at most once in five seconds: a socket may
/// outlive its group. For one thread.
final class SocketUnits {
    private static final long PERIOD_NANOS = Duration.ofSeconds(5).toNanos();
    private static final int MAX_DEPTH = 32;
    private static final Reading<String> UNTOLD = Reading.unsupported("no control group");
    private static final Reading<String> OUTSIDE = Reading.unsupported("outside any unit");

    private final LongSupplier monotonicNanos;
    private final Optional<Path> root;
    private final LongTable<Reading<String>> byId = new LongTable<>();
    private final FileStatus status = new FileStatus();
    private long walkedAtNanos;
    private boolean hasWalked;

    SocketUnits(Path proc, LongSupplier monotonicNanos) {
        this.monotonicNanos = monotonicNanos;
        try (var mounts = new KeptFile(proc.resolve("self/mountinfo"))) {
            this.root =
                    mounts.read()
                            .asOptional()
                            .flatMap(text ->
                                    MountInfo.parse(text).stream()
                                            .filter(m -> m.type().equals("cgroup2"))
                                            .findFirst()
                                            .map(m -> Path.of(m.mountPoint())));
        }
    }

    Reading<String> unitOf(long cgroupId) {
        if (cgroupId == 0 || root.isEmpty()) {
            return UNTOLD;
        }
        Reading<String> unit = byId.get(cgroupId);
        if (unit != null) {
            return unit;
        }
        long now = monotonicNanos.getAsLong();
        if (!hasWalked || now - walkedAtNanos >= PERIOD_NANOS) {
            hasWalked = true;
            walkedAtNanos = now;
            byId.clear();
            walk(root.get(), "", 0);
            unit = byId.get(cgroupId);
        }
        return unit == null ? UNTOLD : unit;
    }

    private void walk(Path directory, String path, int depth) {
        if (status.read(FileCalls.AT_FDCWD, directory.toString()) != 0) {
            return;
        }
        ControlGroup group = ControlGroups.parse(path.isEmpty() ? "/" : path);
        String unit = group.unit();
        byId.put(status.inode, unit == null ? OUTSIDE : Reading.of(unit));
        if (depth >= MAX_DEPTH) {
            return;
        }
        try (DirectoryStream<Path> entries =
                Files.newDirectoryStream(directory, Files::isDirectory)) {
            for (Path entry : entries) {
                walk(entry, path + "/" + entry.getFileName(), depth + 1);
            }
        } catch (IOException e) {
            // The group ended or may not be listed: its sockets stay without a unit.
        }
    }
}
