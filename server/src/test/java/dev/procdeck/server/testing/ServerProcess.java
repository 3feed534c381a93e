package dev.procdeck.server.testing;

import dev.procdeck.server.ServerApplication;
import dev.procdeck.server.db.MigrationCrash;
import dev.procdeck.server.operations.AuditVerifier;
import dev.procdeck.server.security.Factor;
import dev.procdeck.server.security.Role;
import dev.procdeck.server.session.Sessions;
import dev.procdeck.server.users.Accounts;
import dev.procdeck.server.users.AppUser;
import dev.procdeck.server.users.Author;
import dev.procdeck.server.users.Users;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;

/// The real server in a JVM of its own, to be killed. Its account `ann` is an administrator.
public final class ServerProcess implements AutoCloseable {
    private static final String READY = "ready ";
    private static final String END = "";

    /// Much longer than any end takes.
    private static final int END_SECONDS = 60;

    private final Process process;
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private int port;
    private String token = "";

    /// The server ended before it said what was waited for.
    public static final class EndedException extends IOException {
        private static final long serialVersionUID = 1L;

        EndedException(String message) {
            super(message);
        }
    }

    private ServerProcess(Process process) {
        this.process = process;
        Thread.ofPlatform()
                .daemon()
                .start(() -> {
                    try {
                        read();
                    } catch (UncheckedIOException _) {
                        // Killed.
                    } finally {
                        lines.add(END);
                    }
                });
    }

    /// Starts it and waits until it answers.
    public static ServerProcess start(Path directory, Path socket, String... jvmOptions)
            throws IOException {
        ServerProcess server = begin(List.of(), directory, socket, jvmOptions);
        server.awaitReady();
        return server;
    }

    /// @param before a command that it is started by
    public static ServerProcess startBy(List<String> before, Path directory, Path socket)
            throws IOException {
        ServerProcess server = begin(before, directory, socket);
        server.awaitReady();
        return server;
    }

    /// Starts it and does not wait.
    public static ServerProcess begin(
            List<String> before, Path directory, Path socket, String... jvmOptions)
            throws IOException {
        List<String> command = new ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
        command.addAll(
                List.of(
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx160m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+ExitOnOutOfMemoryError"));
        command.addAll(List.of(jvmOptions));
        // `dev/kills` says by which options and class path a server starts faster.
        String classPath = System.getProperty("java.class.path");
        command.addAll(
                List.of(System.getProperty("procdeck.child", "-cp " + classPath).split(" ")));
        command.add(ServerProcess.class.getName());
        command.addAll(List.of(directory.toString(), socket.toString()));
        return new ServerProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    private void awaitReady() throws IOException {
        String line = await(READY);
        String[] words = line.substring(line.indexOf(READY)).strip().split(" ");
        port = Integer.parseInt(words[1]);
        token = words[2];
    }

    /// Its process id.
    public long pid() {
        return process.pid();
    }

    public int port() {
        return port;
    }

    /// A browser in which ann is signed in; her session outlives the server.
    public Browser browser() {
        Browser browser = new Browser(port);
        browser.setCookie("__Host-session", token);
        browser.get("/api/v1/session");
        return browser;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /// SIGKILL.
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /// Waits until it has ended by itself; its exit status.
    public int awaitEnd() {
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("it did not end: " + String.join("\n", log));
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /// What it has printed.
    public List<String> log() {
        return List.copyOf(log);
    }

    /// What the verifier says of the database: nothing when all is well.
    public String verify() throws IOException {
        Writer input = process.outputWriter();
        input.write("verify\n");
        input.flush();
        String line = await("verified ");
        return line.substring(line.indexOf("verified ") + "verified ".length()).strip();
    }

    private String await(String word) throws IOException {
        try {
            for (String line = lines.take(); !line.equals(END); line = lines.take()) {
                if (line.contains(word)) {
                    return line;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new EndedException("the server ended: " + log);
    }

    private void read() {
        process.inputReader()
                .lines()
                .forEach(line -> {
                    log.add(line);
                    lines.add(line + " ");
                });
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// The child's entry. It does not ask who it is: the program's own entry refuses to be root.
    public static void main(String[] arguments) throws IOException {
        SpringApplication application =
                new SpringApplication(ServerApplication.class, MigrationCrash.class);
        application.setDefaultProperties(
                Map.of(
                        "procdeck.data-dir",
                        arguments[0],
                        "procdeck.socket",
                        arguments[1],
                        "procdeck.port",
                        "0",
                        "server.port",
                        "0"));
        var context = (ServletWebServerApplicationContext) application.run();
        AppUser ann =
                context.getBean(Users.class)
                        .find("ann")
                        .orElseGet(() ->
                                context.getBean(Accounts.class)
                                        .add(
                                                Author.ofConsole(),
                                                "ann",
                                                Role.ADMIN,
                                                ServerTest.PASSWORD));
        String token =
                context.getBean(Sessions.class)
                        .open(ann, Set.of(Factor.PASSWORD), "127.0.0.1", "test", "test")
                        .token();
        System.out.println(READY + context.getWebServer().getPort() + " " + token);
        var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            System.out.println(
                    "verified "
                            + String.join(
                                    "; ",
                                    context.getBean(AuditVerifier.class).verify().problems()));
        }
    }
}
