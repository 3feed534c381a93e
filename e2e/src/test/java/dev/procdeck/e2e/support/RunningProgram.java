package dev.procdeck.e2e.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `procdeck run` as a real process: its shell, the two halves below it, and what it printed.
public final class RunningProgram implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(40);
    private static final Pattern ADDRESS = Pattern.compile("https://[^\\s/]+:\\d+");

    private final Process shell;
    private final Path output;
    private final int port;

    private RunningProgram(Process shell, Path output, int port) {
        this.shell = shell;
        this.output = output;
        this.port = port;
    }

    /// How to start it: who starts it, from where, with which options.
    public static final class Starter {
        private final List<String> prefix = new ArrayList<>();
        private final List<String> options = new ArrayList<>();
        private final ProgramTree tree;
        private final int port;

        public Starter(ProgramTree tree, int port) {
            this.tree = tree;
            this.port = port;
            options("--port", Integer.toString(port));
        }

        /// Puts a command in front, such as `env -i` or `setpriv --reuid …`.
        public Starter through(String... command) {
            prefix.addAll(List.of(command));
            return this;
        }

        public Starter options(String... more) {
            options.addAll(List.of(more));
            return this;
        }

        /// Starts the program and returns at once.
        public RunningProgram start() {
            // A test run in the background has SIGINT ignored, and no shell below it can take that
            // back.
            List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
            command.addAll(prefix);
            command.add(tree.command());
            command.add("run");
            command.addAll(options);
            try {
                Path output = Files.createTempFile("procdeck-run", ".log");
                Process shell =
                        new ProcessBuilder(command)
                                .redirectErrorStream(true)
                                .redirectOutput(output.toFile())
                                .start();
                return new RunningProgram(shell, output, port);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /// Starts the program and waits until it answers and has printed how to reach it.
        public RunningProgram startAndAwait() {
            RunningProgram program = start();
            try {
                program.awaitAnswer();
            } catch (AssertionError e) {
                program.close();
                throw e;
            }
            return program;
        }
    }

    public void awaitAnswer() {
        Eventually.await(
                START_LIMIT,
                () -> "an answer on port " + port + "; it printed: " + printed(),
                () -> {
                    if (!shell.isAlive()) {
                        throw new AssertionError(
                                "it ended with " + shell.exitValue() + ": " + printed());
                    }
                    return ADDRESS.matcher(printed()).find() && api().answers();
                });
    }

    /// A new client, not signed in.
    public ApiClient api() {
        return new ApiClient(port);
    }

    public int port() {
        return port;
    }

    public ProcessFacts shell() {
        return new ProcessFacts(shell.pid());
    }

    public ProcessFacts agent() {
        return shell().child("dev.procdeck.agent.AgentMain");
    }

    public ProcessFacts server() {
        return shell().child("dev.procdeck.server.ServerMain");
    }

    /// Everything printed so far.
    public String printed() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The first group of a pattern that what was printed must match.
    public String printed(String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(printed());
        if (!matcher.find()) {
            throw new AssertionError("nothing like " + pattern + " was printed: " + printed());
        }
        return matcher.group(1);
    }

    /// Waits for the end of the shell and returns its exit status.
    public int awaitEnd(Duration limit) {
        try {
            if (!shell.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("it runs on after " + limit + ": " + printed());
            }
            return shell.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    public void signal(String name) {
        Shell.run("kill", "-" + name, Long.toString(shell.pid()));
    }

    @Override
    public void close() {
        shell.destroy();
        try {
            if (!shell.waitFor(10, TimeUnit.SECONDS)) {
                shell.destroyForcibly();
            }
            Files.deleteIfExists(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
