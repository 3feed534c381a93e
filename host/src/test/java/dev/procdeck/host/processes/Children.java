package dev.procdeck.host.processes;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// Real processes that a test starts, and what other tools say about them. Ends them all when
/// closed.
public final class Children implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final List<Process> running = new ArrayList<>();

    public Process start(String... command) {
        return start(List.of(command));
    }

    public Process start(List<String> command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            running.add(process);
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A sleeper under a file name of the caller's choice, which becomes its comm.
    public Process startNamed(Path directory, String name, String... arguments) throws IOException {
        Path program =
                Files.copy(
                        Path.of("/bin/sleep"),
                        directory.resolve(name),
                        StandardCopyOption.REPLACE_EXISTING,
                        StandardCopyOption.COPY_ATTRIBUTES);
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        Process process = start(command);
        awaitAsleep(process.pid(), name);
        return process;
    }

    /// Until exec is over the child still looks like its parent, and until it sleeps for the first
    /// time its numbers change.
    public static void awaitAsleep(long pid, String name) throws IOException {
        byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
        String start =
                new String(wanted, 0, Math.min(15, wanted.length), StandardCharsets.ISO_8859_1);
        Path stat = Path.of("/proc", Long.toString(pid), "stat");
        long deadline = System.nanoTime() + LIMIT.toNanos();
        String now = Files.readString(stat, StandardCharsets.ISO_8859_1);
        while (!now.startsWith(pid + " (" + start + ") S ")) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not asleep within " + LIMIT + ": " + now);
            }
            LockSupport.parkNanos(1_000_000);
            now = Files.readString(stat, StandardCharsets.ISO_8859_1);
        }
    }

    /// The lines that a command prints.
    public static List<String> output(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            return reader.lines().toList();
        }
    }

    /// The command that runs a test class as a JVM of its own, with classes in a place that every
    /// user can read.
    public static List<String> java(Path directory, Class<?> main, String... arguments)
            throws IOException {
        List<String> roots = new ArrayList<>();
        for (String name : List.of("classes", "test-classes")) {
            Path from = Path.of("target", name).toAbsolutePath();
            Path to = directory.resolve(name);
            copy(from, to);
            roots.add(to.toString());
        }
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                String.join(":", roots),
                                main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    @Override
    public void close() {
        running.forEach(Process::destroyForcibly);
        running.forEach(process -> {
            try {
                process.waitFor();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
