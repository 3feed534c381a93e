package dev.procdeck.host.libc;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// Kernel files below one directory that a test may replace, such as /proc or /sys/fs/cgroup.
///
/// Keeps the directory open; paths are relative to it. A file that is not there is
/// [Reading.Unsupported], one that may not be read [Reading.Denied], any other fault a
/// [LibcException]. Thread-safe.
public final class FileTree implements AutoCloseable {
    private static final int FIRST_BYTES = 8 * 1024;

    private final Path root;
    private final int fd;

    private FileTree(Path root, int fd) {
        this.root = root;
        this.fd = fd;
    }

    /// Opens the directory, which must exist.
    public static FileTree at(Path root) {
        int fd = FileCalls.open(FileCalls.AT_FDCWD, root.toString(), FileCalls.O_DIRECTORY);
        if (fd < 0) {
            throw new LibcException("open " + root, fd);
        }
        return new FileTree(root, fd);
    }

    public Path root() {
        return root;
    }

    /// The directory's descriptor, for calls that take one; valid until [#close].
    public int fd() {
        return fd;
    }

    /// At most `maxBytes` of the file; exactly that many means that there may be more.
    public Reading<byte[]> read(String path, int maxBytes) {
        int file = FileCalls.open(fd, path, FileCalls.O_RDONLY);
        if (file < 0) {
            return failed(path, file);
        }
        byte[] bytes = new byte[Math.min(FIRST_BYTES, maxBytes)];
        int have = 0;
        int got;
        while ((got = FileCalls.read(file, bytes, have)) != 0) {
            if (got == -Errno.EINTR) {
                continue;
            }
            if (got < 0) {
                break;
            }
            have += got;
            if (have == maxBytes) {
                break;
            }
            if (have == bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.min(maxBytes, have * 4));
            }
        }
        FileCalls.close(file);
        return got < 0 ? failed(path, got) : Reading.of(Arrays.copyOf(bytes, have));
    }

    /// The same as text, UTF-8 with U+FFFD for what is not.
    public Reading<String> readText(String path, int maxBytes) {
        return read(path, maxBytes).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    /// The target of a symbolic link, up to 64 KiB.
    public Reading<String> readLink(String path) {
        byte[] target = new byte[4096];
        int got = FileCalls.readLink(fd, path, target);
        if (got == target.length) {
            target = new byte[Native.SCRATCH_BYTES];
            got = FileCalls.readLink(fd, path, target);
        }
        return got < 0
                ? failed(path, got)
                : Reading.of(new String(target, 0, got, StandardCharsets.UTF_8));
    }

    /// The names in a directory, sorted, without `.` and `..`.
    public Reading<List<String>> list(String path) {
        int directory = FileCalls.open(fd, path, FileCalls.O_DIRECTORY);
        if (directory < 0) {
            return failed(path, directory);
        }
        List<String> names = new ArrayList<>();
        int result = DirectoryEntries.forEachName(directory, names::add);
        FileCalls.close(directory);
        Collections.sort(names);
        return result < 0 ? failed(path, result) : Reading.of(List.copyOf(names));
    }

    /// The entries of a directory whose names are numbers, ascending.
    public Reading<int[]> listNumbers(String path) {
        int directory = FileCalls.open(fd, path, FileCalls.O_DIRECTORY);
        if (directory < 0) {
            return failed(path, directory);
        }
        DirectoryEntries entries = new DirectoryEntries();
        int count = entries.readNumbers(directory);
        FileCalls.close(directory);
        if (count < 0) {
            return failed(path, count);
        }
        int[] numbers = new int[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = entries.number(i);
        }
        Arrays.sort(numbers);
        return Reading.of(numbers);
    }

    /// What a negated errno means for one file.
    private static <T> Reading<T> failed(String path, int result) {
        return switch (Errno.kindOf(-result)) {
            case DENIED -> Reading.denied(path);
            case GONE, UNSUPPORTED -> Reading.unsupported(path + ": " + Errno.nameOf(-result));
            case FAILURE -> throw new LibcException(path, result);
        };
    }

    @Override
    public void close() {
        FileCalls.close(fd);
    }
}
