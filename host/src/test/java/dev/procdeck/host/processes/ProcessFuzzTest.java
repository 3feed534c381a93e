package dev.procdeck.host.processes;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;

/// Control group paths, which an unprivileged user can choose below their own, and account files.
@Tag("fuzz")
class ProcessFuzzTest {
    @FuzzTest
    void controlGroup(byte[] bytes) {
        String path = new String(bytes, StandardCharsets.UTF_8);
        ControlGroup group = ControlGroups.parse(path);
        assertThat(group.path()).isEqualTo(path);
        if (group.unit() != null) {
            assertThat(group.unit()).doesNotContain("/").isNotEmpty();
        }
    }

    @FuzzTest
    void accounts(byte[] bytes) {
        UserNames.parse(new String(bytes, StandardCharsets.UTF_8))
                .values()
                .forEach(name -> assertThat(name).isNotEmpty());
    }
}
