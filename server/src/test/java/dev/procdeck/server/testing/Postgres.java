package dev.procdeck.server.testing;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A PostgreSQL 15 of our own in a temporary directory, from Debian's binaries. It refuses to run
/// as root, so as root it runs as the user postgres.
public final class Postgres implements AutoCloseable {
    private static final Path BIN = Path.of("/usr/lib/postgresql/15/bin");

    private final Path directory;
    private final int port;

    private Postgres(Path directory, int port) {
        this.directory = directory;
        this.port = port;
    }

    public static boolean isInstalled() {
        return Files.isExecutable(BIN.resolve("initdb"));
    }

    public static Postgres start() throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory(Path.of("/var/tmp"), "procdeck-postgres");
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        if (asRoot()) {
            run(List.of("chown", "postgres", directory.toString()));
        }
        Postgres postgres = new Postgres(directory, port);
        postgres.tool(
                "initdb",
                "-D",
                postgres.data(),
                "-U",
                "procdeck",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--no-sync");
        postgres.begin();
        postgres.tool(
                "createdb",
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(port),
                "-U",
                "procdeck",
                "procdeck");
        return postgres;
    }

    private void begin() throws IOException, InterruptedException {
        tool(
                "pg_ctl",
                "-D",
                data(),
                "-w",
                "-l",
                directory.resolve("log").toString(),
                "-o",
                "-p %d -h 127.0.0.1 -k %s".formatted(port, directory),
                "start");
    }

    public String url() {
        return "jdbc:postgresql://127.0.0.1:%d/procdeck?user=procdeck".formatted(port);
    }

    /// The URL of another role.
    public String url(String role) {
        return url().replace("user=procdeck", "user=" + role);
    }

    /// The process that all others of it descend from.
    public ProcessHandle postmaster() throws IOException {
        String pid = Files.readAllLines(directory.resolve("data/postmaster.pid")).getFirst();
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    /// Sends a signal to the postmaster and all its children.
    public void signal(String name) throws IOException, InterruptedException {
        List<String> kill = new ArrayList<>(List.of("kill", "-" + name));
        ProcessHandle postmaster = postmaster();
        kill.add(Long.toString(postmaster.pid()));
        postmaster.descendants().forEach(child -> kill.add(Long.toString(child.pid())));
        run(kill);
    }

    /// Ends the connections of a role.
    public void disconnect(String role) throws SQLException {
        try (var connection = DriverManager.getConnection(url());
                var statement =
                        connection.prepareStatement(
                                "select pg_terminate_backend(pid) from pg_stat_activity where usename = ?")) {
            statement.setString(1, role);
            statement.executeQuery();
        }
    }

    /// SIGKILL, as when the machine's memory is gone.
    public void kill() throws IOException, InterruptedException {
        signal("KILL");
        Files.deleteIfExists(directory.resolve("data/postmaster.pid"));
    }

    /// Starts it again after [#kill].
    public void restart() throws IOException, InterruptedException {
        begin();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        tool("pg_ctl", "-D", data(), "-m", "immediate", "stop");
        run(List.of("rm", "-rf", directory.toString()));
    }

    private String data() {
        return directory.resolve("data").toString();
    }

    private void tool(String name, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (asRoot()) {
            command.addAll(List.of("runuser", "-u", "postgres", "--"));
        }
        command.add(BIN.resolve(name).toString());
        command.addAll(List.of(arguments));
        run(command);
    }

    private static boolean asRoot() throws IOException {
        return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("procdeck-postgres", ".log");
        Process process =
                new ProcessBuilder(command)
                        .directory(new File("/"))
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException(command + ": " + Files.readString(output));
        }
        Files.delete(output);
    }
}
