package dev.procdeck.e2e.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// What /proc says about one process, read at each call.
public record ProcessFacts(long pid) {
    /// One line of `/proc/PID/status`, such as `Uid`, without its name; empty when the process is
    /// gone.
    public String status(String name) {
        return read("status")
                .lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    /// The real, effective, saved and file system user ids.
    public List<Integer> userIds() {
        return Arrays.stream(status("Uid").split("\\s+")).map(Integer::valueOf).toList();
    }

    public List<String> commandLine() {
        return List.of(read("cmdline").split("\0"));
    }

    public String environment() {
        return read("environ").replace('\0', '\n');
    }

    /// True while the process exists and has not ended: a zombie has.
    public boolean runs() {
        String state = status("State");
        return !state.isEmpty() && !state.startsWith("Z");
    }

    /// The processes whose parent this one is, in the order of their ids.
    public List<ProcessFacts> children() {
        return all().filter(process -> process.status("PPid").equals(Long.toString(pid))).toList();
    }

    /// The one child whose command line names `mainClass`.
    public ProcessFacts child(String mainClass) {
        return children().stream()
                .filter(child -> child.commandLine().contains(mainClass))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no child runs " + mainClass));
    }

    static Stream<ProcessFacts> all() {
        try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
            return entries
                    .map(entry -> entry.getFileName().toString())
                    .filter(name -> name.chars().allMatch(Character::isDigit))
                    .map(name -> new ProcessFacts(Long.parseLong(name)))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String read(String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), file));
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            // ESRCH: the process ended between open and read.
            return "";
        }
    }
}
