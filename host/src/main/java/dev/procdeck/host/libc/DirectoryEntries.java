package dev.procdeck.host.libc;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/// The entries of an open directory, getdents64(2). Reusable, so that listing /proc each second
/// costs no garbage; belongs to one thread.
public final class DirectoryEntries {
    /// struct linux_dirent64: d_ino 8, d_off 8, d_reclen 2, d_type 1, then the name.
    private static final int RECORD_LENGTH = 16;

    private static final int NAME = 19;

    private int[] numbers = new int[512];
    private int count;

    /// Reads the entries whose names are decimal numbers (processes, threads, descriptors), from
    /// the start of the directory, however often. Answers their count or the negated errno.
    public int readNumbers(int fd) {
        count = 0;
        Native n = Native.ofThread();
        int result = FileCalls.rewind(fd);
        while (result >= 0) {
            result = FileCalls.entries(n, fd);
            if (result <= 0) {
                break;
            }
            for (int at = 0; at < result; at += length(n.scratch, at)) {
                addNumber(n.scratch, at + NAME);
            }
        }
        return result < 0 ? result : count;
    }

    public int number(int index) {
        return numbers[index];
    }

    public int count() {
        return count;
    }

    private void addNumber(MemorySegment entries, int nameAt) {
        int value = 0;
        int at = nameAt;
        for (byte b = entries.get(JAVA_BYTE, at); b != 0; b = entries.get(JAVA_BYTE, ++at)) {
            if (b < '0' || b > '9' || at - nameAt > 9) {
                return;
            }
            value = value * 10 + (b - '0');
        }
        if (count == numbers.length) {
            numbers = Arrays.copyOf(numbers, count * 2);
        }
        numbers[count++] = value;
    }

    /// Hands over every name but `.` and `..`. Answers 0 or the negated errno.
    public static int forEachName(int fd, Consumer<String> visitor) {
        Native n = Native.ofThread();
        int result = FileCalls.rewind(fd);
        while (result >= 0) {
            result = FileCalls.entries(n, fd);
            if (result <= 0) {
                break;
            }
            // Copied first: the visitor may make calls of its own, which use the same scratch
            // memory.
            byte[] entries = n.scratch.asSlice(0, result).toArray(JAVA_BYTE);
            visitNames(entries, visitor);
        }
        return result;
    }

    private static void visitNames(byte[] entries, Consumer<String> visitor) {
        MemorySegment segment = MemorySegment.ofArray(entries);
        for (int at = 0; at < entries.length; at += length(segment, at)) {
            int end = at + NAME;
            while (entries[end] != 0) {
                end++;
            }
            String name = new String(entries, at + NAME, end - at - NAME, StandardCharsets.UTF_8);
            if (!name.equals(".") && !name.equals("..")) {
                visitor.accept(name);
            }
        }
    }

    private static int length(MemorySegment entries, int at) {
        return Short.toUnsignedInt(entries.get(JAVA_SHORT_UNALIGNED, at + RECORD_LENGTH));
    }
}
