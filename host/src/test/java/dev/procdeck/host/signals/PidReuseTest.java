package dev.procdeck.host.signals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.host.libc.SystemCalls;
import dev.procdeck.host.processes.Children;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The kernel is made to hand out a pid again, over and over, in a PID namespace of the test's own.
class PidReuseTest {
    @TempDir Path directory;

    @Test
    void aReusedPidInheritsNothingAndIsNotHit() throws Exception {
        run(300);
    }

    @Test
    @Tag("long")
    void aReusedPidInheritsNothingAndIsNotHitAThousandTimes() throws Exception {
        run(1000);
    }

    private void run(int rounds) throws Exception {
        Assumptions.assumeTrue(
                SystemCalls.effectiveUserId() == 0, "needs root for a PID namespace");
        List<String> command =
                new ArrayList<>(
                        List.of("unshare", "--fork", "--pid", "--mount-proc", "--kill-child"));
        command.addAll(Children.java(directory, PidReuse.class, Integer.toString(rounds)));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(output).endsWith("reused " + rounds + " of " + rounds + "\n");
        assertThat(process.waitFor()).as(output).isZero();
    }
}
