package dev.procdeck.server.testing;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
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
        postgres.tool(
                "pg_ctl",
                "-D",
                postgres.data(),
                "-w",
                "-l",
                directory.resolve("log").toString(),
                "-o",
                "-p %d -h 127.0.0.1 -k %s".formatted(port, directory),
                "start");
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

    public String url() {
        return "jdbc:postgresql://127.0.0.1:%d/procdeck?user=procdeck".formatted(port);
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
