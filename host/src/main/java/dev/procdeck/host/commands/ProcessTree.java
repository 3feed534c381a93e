package dev.procdeck.host.commands;

import dev.procdeck.host.libc.FileCalls;
import dev.procdeck.host.libc.ProcessCalls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// All processes of one run, found by a mark in their environment: it is inherited also by those
/// that made a session of their own and lost their parent. A process that clears its environment
/// and leaves the session escapes; control groups are there for that.
final class ProcessTree {

    private static final String MARK = "PROCDECK_COMMAND=";

    /// /proc/PID/environ is read up to here; our mark is put first.
    private static final int READ = 4_096;

    private final Path proc;
    private final byte[] mark;
    private final String value;

    ProcessTree(Path proc, String id) {
        this.proc = proc;
        this.value = id + "-" + Long.toHexString(System.nanoTime());
        this.mark = (MARK + value + "\0").getBytes(StandardCharsets.US_ASCII);
    }

    String markName() {
        return MARK.substring(0, MARK.length() - 1);
    }

    String markValue() {
        return value;
    }

    /// Sends a signal to all of them; answers how many were there.
    int signal(int signal) {
        int hit = 0;
        for (int pid : pids()) {
            int pidfd = ProcessCalls.openPidfd(pid);
            if (pidfd < 0) {
                continue;
            }
            try {
                // Looked at again through the pidfd's eyes: the pid may have a new owner by now.
                if (isMarked(pid) && ProcessCalls.sendSignal(pidfd, signal) == 0) {
                    hit++;
                }
            } finally {
                int _ = FileCalls.close(pidfd);
            }
        }
        return hit;
    }

    private List<Integer> pids() {
        List<Integer> pids = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(proc, "[1-9]*")) {
            for (Path entry : entries) {
                int pid = Integer.parseInt(entry.getFileName().toString());
                if (isMarked(pid)) {
                    pids.add(pid);
                }
            }
        } catch (IOException | NumberFormatException odd) {
            // What was found is signalled; the caller looks again until there is nobody left.
        }
        return pids;
    }

    private boolean isMarked(int pid) {
        try (var in = Files.newInputStream(proc.resolve(pid + "/environ"))) {
            return contains(in.readNBytes(READ));
        } catch (IOException goneOrNotOurs) {
            return false;
        }
    }

    private boolean contains(byte[] environment) {
        String text = new String(environment, StandardCharsets.ISO_8859_1);
        String wanted = new String(mark, StandardCharsets.ISO_8859_1);
        return text.startsWith(wanted) || text.contains("\0" + wanted);
    }
}
