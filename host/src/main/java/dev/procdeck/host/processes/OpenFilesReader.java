package dev.procdeck.host.processes;

import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.processes.ProcessDetail.FileKind;
import dev.procdeck.host.processes.ProcessDetail.OpenFile;
import dev.procdeck.host.processes.ProcessDetail.OpenFiles;
import dev.procdeck.host.procfs.ProcFs;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// /proc/[pid]/fd, proc_pid_fd(5): one link for each descriptor. Thread-safe.
final class OpenFilesReader {
    private static final Pattern WITH_INODE = Pattern.compile("([a-z_]+):\\[(\\d{1,18})]");

    private final ProcFs proc;

    OpenFilesReader(ProcFs proc) {
        this.proc = proc;
    }

    Reading<OpenFiles> read(int pid) {
        return proc.files().listNumbers(pid + "/fd").map(numbers -> filesOf(pid, numbers));
    }

    private OpenFiles filesOf(int pid, int[] numbers) {
        List<OpenFile> files = new ArrayList<>();
        int taken = Math.min(numbers.length, ProcessDetails.MAX_FILES);
        for (int i = 0; i < taken; i++) {
            files.add(fileOf(numbers[i], proc.files().readLink(pid + "/fd/" + numbers[i])));
        }
        return new OpenFiles(numbers.length, List.copyOf(files), numbers.length > taken);
    }

    private static OpenFile fileOf(int fd, Reading<String> target) {
        return switch (target) {
            case Reading.Value<String>(String link) ->
                    new OpenFile(fd, kindOf(link), target, inodeOf(link).orElse(0));
            case Reading.Denied<String> _, Reading.Unsupported<String> _ ->
                    new OpenFile(fd, FileKind.UNKNOWN, target, 0);
        };
    }

    /// `socket:[1234]`, `pipe:[1234]`, `anon_inode:[eventpoll]`, else a path, which starts with a
    /// slash.
    static FileKind kindOf(String link) {
        if (link.startsWith("/")) {
            return FileKind.PATH;
        }
        if (link.startsWith("socket:[")) {
            return FileKind.SOCKET;
        }
        return link.startsWith("pipe:[") ? FileKind.PIPE : FileKind.ANONYMOUS;
    }

    /// The number in `kind:[number]`.
    static OptionalLong inodeOf(String link) {
        Matcher matcher = WITH_INODE.matcher(link);
        return matcher.matches()
                ? OptionalLong.of(Long.parseLong(matcher.group(2)))
                : OptionalLong.empty();
    }
}
