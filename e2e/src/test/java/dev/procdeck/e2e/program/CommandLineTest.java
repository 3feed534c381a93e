package dev.procdeck.e2e.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.e2e.support.ProgramTree;
import dev.procdeck.e2e.support.Shell;
import dev.procdeck.e2e.support.Shell.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("testhost")
class CommandLineTest {
    private final ProgramTree tree = ProgramTree.built();

    @Test
    void printsItsVersion() {
        assertThat(Shell.run(tree.command(), "--version").strip()).startsWith("procdeck 0.");
    }

    @Test
    void printsHowItIsUsed() {
        assertThat(Shell.run(tree.command(), "--help")).startsWith("usage: procdeck run");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "fly",
                "run --port 0",
                "run --port 65536",
                "run --port 1e3",
                "run --port",
                "run --speed 9",
                "run now",
                "user",
                "user remove joe",
                "audit",
                "audit forget"
            })
    void refusesBadArgumentsAndSaysHowItIsUsed(String arguments) {
        Result result = Shell.tryRun("", (tree.command() + " " + arguments).strip().split(" "));

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.output()).startsWith("procdeck: ").contains("usage: procdeck run");
    }

    @Test
    void checksAnExportThatOnlyItsOwnerCanReadWhereItIs(@TempDir Path own) throws Exception {
        Path data = dataWithJoe();
        Files.writeString(
                own.resolve("export.jsonl"),
                Shell.run(tree.command(), "audit", "export", "--data-dir", data.toString()));

        String verify = tree.command() + " audit verify --data-dir " + data + " --file ";
        Result here = Shell.tryRun("", "sh", "-c", "cd " + own + " && " + verify + "export.jsonl");
        assertThat(here.output()).contains("chain intact");
        assertThat(here.status()).isZero();

        Result nowhere = Shell.tryRun("", "sh", "-c", "cd / && " + verify + "export.jsonl");
        assertThat(nowhere.output()).contains("export.jsonl is not there");
        assertThat(nowhere.status()).isEqualTo(1);
    }

    @Test
    void saysInWordsWhatIsWrong() throws Exception {
        Result taken = addJoe(dataWithJoe());
        assertThat(taken.output()).contains("There is an account of this name already.");
        assertThat(taken.status()).isEqualTo(1);
    }

    private Path dataWithJoe() throws Exception {
        Path data = Files.createTempDirectory(Path.of("/var/tmp"), "command-line-");
        Shell.run("chmod", "755", data.toString());
        assertThat(addJoe(data).status()).isZero();
        return data;
    }

    private Result addJoe(Path data) {
        String add = tree.command() + " user add joe --role viewer --password-stdin --data-dir ";
        return Shell.tryRun("a password of joe's own\n", (add + data).split(" "));
    }

    @Test
    void saysWhatToDoWithoutJava(@TempDir Path empty) throws Exception {
        Path hidden = Files.createDirectory(empty.resolve("jvm"));

        Result result =
                Shell.tryRun(
                        "",
                        "unshare",
                        "--mount",
                        "sh",
                        "-c",
                        "mount --bind "
                                + hidden
                                + " /usr/lib/jvm && exec env -i "
                                + tree.command()
                                + " doctor");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.output()).contains("Install a JDK 25");
    }
}
