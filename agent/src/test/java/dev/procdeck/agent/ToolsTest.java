package dev.procdeck.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procdeck.agent.policy.DefaultPolicy;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolsTest {
    @TempDir private Path directory;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(printed, true, StandardCharsets.UTF_8);
    private final Console console = new Console(stream, stream);

    @Test
    void policyShowPrintsWhatIsInForce() throws Exception {
        Path file = directory.resolve("policy");
        Files.writeString(file, "allow admin any on *\n");
        assertThat(new PolicyTool(console).run(List.of("show", "--policy", file.toString())))
                .isZero();
        assertThat(printed()).isEqualTo("allow admin any on *");
    }

    @Test
    void policyCheckNamesTheLine() throws Exception {
        Path file = directory.resolve("policy");
        Files.writeString(file, DefaultPolicy.text());
        assertThat(new PolicyTool(console).run(List.of("check", file.toString()))).isZero();
        Files.writeString(file, "allow admin any on *\nnonsense\n");
        assertThat(new PolicyTool(console).run(List.of("check", file.toString()))).isOne();
        assertThat(printed()).contains("line 2");
    }

    @Test
    void policyCheckLooksAtTheProgramsToo() throws Exception {
        Path loose = loose();
        Path file = directory.resolve("policy");
        Files.writeString(
                file,
                """
                allow admin program /usr/bin/id
                allow admin program no-such-tool
                deny admin program /usr/bin/denied-and-gone
                """);
        assertThat(new PolicyTool(console).run(List.of("check", file.toString()))).isZero();
        assertThat(printed().lines())
                .containsExactly(
                        file + ", line 2: note: there is no no-such-tool on this host",
                        file + " is sound");
        printed.reset();
        Files.writeString(
                file,
                """
                template a /usr/bin/no-such-program
                allow admin program /etc/passwd
                template b /usr/bin
                allow admin program %s
                allow admin program /usr/bin/id
                """
                        .formatted(loose));
        assertThat(new PolicyTool(console).run(List.of("check", file.toString()))).isOne();
        assertThat(printed().lines())
                .hasSize(4)
                .contains(
                        file
                                + ", line 1: /usr/bin/no-such-program cannot run:"
                                + " /usr/bin/no-such-program does not exist",
                        file + ", line 2: /etc/passwd cannot run: /etc/passwd is not executable",
                        file + ", line 3: /usr/bin cannot run: /usr/bin is not a file")
                .anyMatch(line -> line.startsWith(file + ", line 4: " + loose + " cannot run: "));
    }

    @Test
    void policyAllowAddsAProgramOfRootsAlone() throws Exception {
        Path file = directory.resolve("policy");
        PolicyTool tool = new PolicyTool(console);
        assertThat(tool.run(List.of("allow", "/usr/bin/id", "--policy", file.toString()))).isZero();
        assertThat(Files.readString(file))
                .startsWith(DefaultPolicy.text())
                .endsWith("allow admin program /usr/bin/id\n");
        Path loose = loose();
        assertThat(tool.run(List.of("allow", loose.toString(), "--policy", file.toString())))
                .isOne();
        assertThatThrownBy(() -> tool.run(List.of("allow", "id", "--policy", file.toString())))
                .hasMessageContaining("absolute");
        assertThatThrownBy(() -> tool.run(List.of("allow", "/x y", "--policy", file.toString())))
                .hasMessageContaining("characters");
    }

    @Test
    void auditVerifySaysWhetherTheChainHolds() throws Exception {
        AuditTool tool = new AuditTool(console);
        assertThat(tool.run(List.of("verify", "--data-dir", directory.toString()))).isZero();
        assertThat(printed()).contains("empty");
        Path journal = Files.createDirectory(directory.resolve("journal"));
        Files.write(journal.resolve("journal-00000001.log"), new byte[] {0, 0, 0, 9, 1, 2, 3});
        assertThat(tool.run(List.of("verify", "--data-dir", directory.toString()))).isOne();
        assertThat(printed()).contains("first bad record is 1");
    }

    @Test
    void theDoctorSpeaksJsonToo() {
        new DoctorTool(console).run(List.of("--json"));
        assertThat(printed())
                .startsWith("{\"findings\":[{\"name\":\"rights\",\"ok\":")
                .endsWith("]}");
    }

    /// A program that everybody can write.
    private Path loose() throws Exception {
        Path loose = Files.writeString(directory.resolve("loose"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(loose, PosixFilePermissions.fromString("rwxrwxrwx"));
        return loose;
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8).strip();
    }
}
