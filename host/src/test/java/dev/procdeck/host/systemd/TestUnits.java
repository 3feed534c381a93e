package dev.procdeck.host.systemd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// Units that tests make on a test host, and the tools that are their oracle.
final class TestUnits {

    static final Path RUNTIME_UNITS = Path.of("/run/systemd/system");

    private TestUnits() {}

    static void write(String name, String text) throws IOException {
        // Never on a real machine: these tests start and break units.
        String init = Files.readString(Path.of("/proc/1/environ"));
        if (!init.contains("container=testhost")) {
            throw new IllegalStateException("not a test host");
        }
        Files.createDirectories(RUNTIME_UNITS);
        Files.writeString(RUNTIME_UNITS.resolve(name), text);
    }

    static void service(String name, String... lines) throws IOException {
        write(name, "[Service]\n" + String.join("\n", lines) + "\n");
    }

    static String run(String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes());
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("still running: " + String.join(" ", command));
            }
            return output;
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    static String show(String unit, String property) {
        return run("systemctl", "show", "--value", "-p", property, unit).strip();
    }

    static void daemonReload() {
        run("systemctl", "daemon-reload");
    }
}
