package dev.procdeck.host.sysv;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Runs a start script with one verb. Stateless.
final class ScriptRunner {

    private static final Path SETSID = Path.of("/usr/bin/setsid");
    private static final int MOST_OUTPUT = 8 * 1024;

    /// @param ended whether it ended in time; `status` says something only then
    record Ran(boolean ended, int status, String output) {}

    private ScriptRunner() {}

    static Ran run(Path script, String verb, Duration deadline)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(SETSID)) {
            command.add(SETSID.toString());
        }
        command.add(script.toString());
        command.add(verb);
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(Path.of("/").toFile())
                        .redirectErrorStream(true)
                        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        environment.put("LANG", "C.UTF-8");
        Process process = builder.start();
        StringBuilder output = new StringBuilder();
        Thread reader = Thread.ofVirtual().start(() -> read(process.getInputStream(), output));
        boolean ended = process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS);
        if (!ended) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        // A daemon that kept the script's output open would keep us reading for ever.
        boolean _ = reader.join(Duration.ofMillis(500));
        process.getInputStream().close();
        synchronized (output) {
            return new Ran(ended, ended ? process.exitValue() : 0, output.toString().strip());
        }
    }

    private static void read(InputStream in, StringBuilder output) {
        byte[] buffer = new byte[1024];
        try {
            for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
                synchronized (output) {
                    if (output.length() < MOST_OUTPUT) {
                        output.append(new String(buffer, 0, got, StandardCharsets.UTF_8));
                    }
                }
            }
        } catch (IOException closed) {
            // The run is over.
        }
    }
}
