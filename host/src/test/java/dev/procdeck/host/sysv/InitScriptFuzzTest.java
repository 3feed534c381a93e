package dev.procdeck.host.sysv;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.BugDetectors;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

/// Start scripts are only read, never believed.
@Tag("fuzz")
class InitScriptFuzzTest {
    @FuzzTest
    void script(byte[] bytes) {
        InitScript script = InitScript.parse("x", new String(bytes, StandardCharsets.UTF_8));
        script.pidFile().ifPresent(file -> assertThat(file).startsWith("/"));
        script.program().ifPresent(file -> assertThat(file).startsWith("/"));
        // A script is root's, and where it keeps its pid file is its own affair: any path may be
        // looked at.
        try (var _ = BugDetectors.setFilePathTraversalTarget(() -> null)) {
            // No process has this folder: what the paths say is looked for, and not found.
            new ScriptState(Path.of("/nonexistent")).look(script);
        }
    }
}
