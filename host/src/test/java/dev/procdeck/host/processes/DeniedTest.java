package dev.procdeck.host.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.host.libc.SystemCalls;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A user without rights looks at and acts on root's processes: everything refused is a refusal.
class DeniedTest {
    @TempDir Path directory;

    @Test
    void whatMayNotBeReadIsDeniedAndNeverZero() throws Exception {
        Assumptions.assumeTrue(
                SystemCalls.effectiveUserId() == 0, "needs root to become somebody else");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (Children children = new Children()) {
            Process target = children.start("sleep", "600");
            Children.awaitAsleep(target.pid(), "sleep");
            List<String> command =
                    new ArrayList<>(
                            List.of(
                                    "setpriv",
                                    "--reuid=65534",
                                    "--regid=65534",
                                    "--clear-groups",
                                    "--"));
            command.addAll(Children.java(directory, Denied.class, "" + target.pid()));
            Process nobody = new ProcessBuilder(command).redirectErrorStream(true).start();
            String output =
                    new String(nobody.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(output.lines())
                    .containsExactly(
                            "comm sleep",
                            "commandLine [sleep, 600]",
                            "threads 1",
                            "row exe Denied",
                            "row io Denied",
                            "exe Denied",
                            "cwd Denied",
                            "root Denied",
                            "openFiles Denied",
                            "io Denied",
                            "environment Denied",
                            "credentials Value",
                            "sockets [] Denied",
                            "signal Denied[]",
                            "priority NotChanged[why=Denied[]]");
            assertThat(target.isAlive()).isTrue();
        }
    }
}
