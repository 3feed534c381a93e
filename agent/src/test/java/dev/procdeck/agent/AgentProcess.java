package dev.procdeck.agent;

import dev.procdeck.protocol.ProcessKey;
import dev.procdeck.protocol.answer.Answer;
import dev.procdeck.protocol.connection.AgentClient;
import dev.procdeck.protocol.live.Live;
import dev.procdeck.protocol.operation.Actor;
import dev.procdeck.protocol.operation.Intent;
import dev.procdeck.protocol.operation.Operation;
import dev.procdeck.protocol.operation.Outcome;
import dev.procdeck.protocol.operation.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A real agent in a JVM of its own, with one connection to it.
public final class AgentProcess implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    final Path directory;
    final Path socket;
    final Process process;
    private final List<String> log = new ArrayList<>();
    private AgentClient client;
    final BlockingQueue<Live> frames = new LinkedBlockingQueue<>();

    private AgentProcess(Path directory, Process process) {
        this.directory = directory;
        this.socket = directory.resolve("run/s");
        this.process = process;
    }

    /// Starts an agent whose data are in `directory` and waits until it listens.
    public static AgentProcess start(Path directory, String... options) throws Exception {
        return start(directory, List.of(), List.of(), options);
    }

    public static AgentProcess start(Path directory, List<String> jvmOptions, String... options)
            throws Exception {
        return start(directory, List.of(), jvmOptions, options);
    }

    /// @param before a command that the agent is started by, such as `strace`
    public static AgentProcess start(
            Path directory, List<String> before, List<String> jvmOptions, String... options)
            throws Exception {
        Path run = directory.resolve("run");
        if (!Files.exists(run)) {
            Files.createDirectory(
                    run,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        }
        List<String> command = new ArrayList<>();
        command.addAll(before);
        command.addAll(java());
        command.addAll(jvmOptions);
        command.add("dev.procdeck.agent.AgentMain");
        command.addAll(List.of("run", "--socket", run.resolve("s").toString(), "--data-dir"));
        command.add(directory.resolve("data").toString());
        command.addAll(Arrays.asList(options));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        AgentProcess agent = new AgentProcess(directory, process);
        agent.awaitListening();
        return agent;
    }

    /// `dev/kills` says by which options and class path an agent starts faster.
    static List<String> java() {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Xmx64m",
                                "--enable-native-access=ALL-UNNAMED"));
        String classPath = System.getProperty("java.class.path");
        command.addAll(
                List.of(System.getProperty("procdeck.child", "-cp " + classPath).split(" ")));
        return command;
    }

    private void awaitListening() throws Exception {
        var reader = process.inputReader();
        String line = reader.readLine();
        while (line != null) {
            log.add(line);
            if (line.contains("listening on")) {
                Thread.ofVirtual().start(() -> reader.lines().forEach(this::keep));
                return;
            }
            line = reader.readLine();
        }
        throw new IllegalStateException("the agent ended: " + log);
    }

    private void keep(String line) {
        synchronized (log) {
            log.add(line);
        }
    }

    public List<String> log() {
        synchronized (log) {
            return List.copyOf(log);
        }
    }

    public AgentClient client() throws IOException {
        if (client == null) {
            client =
                    AgentClient.connect(
                            socket,
                            "test",
                            DEADLINE,
                            new AgentClient.Listener() {
                                @Override
                                public void live(Live live) {
                                    frames.add(live);
                                }

                                @Override
                                public void disconnected(IOException cause) {}
                            });
        }
        return client;
    }

    public Answer ask(Operation operation) throws Exception {
        return client().ask(operation, DEADLINE).get();
    }

    public Outcome act(Operation act) throws Exception {
        return ((Answer.Done) ask(act)).outcome();
    }

    public String bootId() throws IOException {
        return client().agent().bootId();
    }

    /// The next frame of this kind.
    public <T extends Live> T frame(Class<T> type) throws InterruptedException {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (System.nanoTime() < deadline) {
            Live live = frames.poll(100, TimeUnit.MILLISECONDS);
            if (type.isInstance(live)) {
                return type.cast(live);
            }
        }
        throw new AssertionError("no " + type.getSimpleName() + "; log: " + log());
    }

    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
        disconnect();
    }

    public void disconnect() {
        if (client != null) {
            client.close();
            client = null;
        }
    }

    @Override
    public void close() throws Exception {
        disconnect();
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    public static Intent intent(long id, Role role) {
        return intent(id, role.name().toLowerCase(java.util.Locale.ROOT), role);
    }

    public static Intent intent(long id, String userName, Role role) {
        return new Intent(
                id,
                "request-" + id,
                new Actor(userName, role, "127.0.0.1", "session", Instant.now()));
    }

    /// The identity of a process that the test started.
    public static ProcessKey key(Process process) throws IOException {
        return key((int) process.pid());
    }

    public static ProcessKey key(int pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return new ProcessKey(pid, Long.parseLong(fields[19]));
    }
}
