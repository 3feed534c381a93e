package dev.procdeck.host.bpf;

import dev.procdeck.host.libc.FileCalls;
import dev.procdeck.host.libc.FileStatus;
import dev.procdeck.host.processes.ControlGroup;
import dev.procdeck.host.processes.ControlGroups;
import dev.procdeck.host.procfs.KeptFile;
import dev.procdeck.host.procfs.MountInfo;
import dev.procdeck.host.procfs.ProcFs;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Control groups (v2) by the number that the kernel knows them by, which is the inode of their
/// directory and never used again.
///
/// The tree is walked once; new groups tell of themselves, so that the group of a process that
/// ended long ago is still known. For one thread.
final class GroupNames {
    /// Every unit of a large host and what came and went; the longest unused goes first.
    private static final int MOST = 8192;

    private static final int MAX_DEPTH = 32;

    private final Map<Long, ControlGroup> byId =
            new LinkedHashMap<>(256, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Long, ControlGroup> eldest) {
                    return size() > MOST;
                }
            };
    private final FileStatus status = new FileStatus();

    /// @param proc whose `self/mountinfo` says where the tree is
    GroupNames(ProcFs proc) {
        try (var mounts = new KeptFile(proc.files().root().resolve("self/mountinfo"))) {
            Optional<Path> root =
                    mounts.read()
                            .asOptional()
                            .flatMap(text ->
                                    MountInfo.parse(text).stream()
                                            .filter(mount -> mount.type().equals("cgroup2"))
                                            .findFirst()
                                            .map(mount -> Path.of(mount.mountPoint())));
            root.ifPresent(path -> walk(path, "", 0));
        }
    }

    /// Null when the number is none that was met, and for the root: where the service manager uses
    /// another hierarchy every process is there.
    @Nullable ControlGroup find(long id) {
        ControlGroup group = byId.get(id);
        return group == null || group.path().equals("/") ? null : group;
    }

    /// A group was made below another.
    void add(long id, long parent, String name) {
        ControlGroup above = byId.get(parent);
        if (above != null) {
            String path = above.path().equals("/") ? "" : above.path();
            byId.put(id, ControlGroups.parse(path + "/" + name));
        }
    }

    private void walk(Path directory, String path, int depth) {
        if (status.read(FileCalls.AT_FDCWD, directory.toString()) != 0) {
            return;
        }
        byId.put(status.inode, ControlGroups.parse(path.isEmpty() ? "/" : path));
        if (depth >= MAX_DEPTH) {
            return;
        }
        try (DirectoryStream<Path> entries =
                Files.newDirectoryStream(directory, Files::isDirectory)) {
            for (Path entry : entries) {
                walk(entry, path + "/" + entry.getFileName(), depth + 1);
            }
        } catch (IOException _) {
            // The group ended or may not be listed: what is in it stays without a unit.
        }
    }
}
