package dev.procdeck.host.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrontabTest {

    @TempDir Path directory;

    @Test
    void readsLinesWithTheirNumbers() {
        String text =
                """
                # comment
                SHELL=/bin/sh
                MAILTO = "a b"

                  */5 * * * *   echo a=b  # not a comment
                @daily\tbackup
                61 * * * * never
                @hourly
                """;
        Crontab crontab = Crontab.parse(text, false);
        assertThat(crontab.lines())
                .extracting(
                        Crontab.Line::number,
                        Crontab.Line::schedule,
                        Crontab.Line::command,
                        Crontab.Line::error)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                5, "*/5 * * * *", "echo a=b  # not a comment", Optional.empty()),
                        org.assertj.core.groups.Tuple.tuple(
                                6, "@daily", "backup", Optional.empty()),
                        org.assertj.core.groups.Tuple.tuple(
                                7, "61 * * * *", "never", Optional.of("bad minute")),
                        org.assertj.core.groups.Tuple.tuple(8, "@hourly", "", Optional.empty()));
    }

    @Test
    void systemCrontabsHaveAUser() {
        assertThat(
                        Crontab.parse(
                                        "1 2 * * *\twww-data  run me\n@reboot root x\n* * * * *\n",
                                        true)
                                .lines())
                .extracting(Crontab.Line::user, Crontab.Line::command, Crontab.Line::error)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                Optional.of("www-data"), "run me", Optional.empty()),
                        org.assertj.core.groups.Tuple.tuple(
                                Optional.of("root"), "x", Optional.empty()),
                        org.assertj.core.groups.Tuple.tuple(
                                Optional.empty(), "", Optional.of("bad username")));
    }

    /// Lines made at random are accepted and refused as `crontab -n` does.
    @Test
    void agreesWithCrontabsOwnCheck() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/crontab")));
        long seed = new Random().nextLong();
        var random = new Random(seed);
        String[] atoms = {
            "*",
            "*",
            "*",
            "1",
            "5",
            "59",
            "60",
            "0",
            "7",
            "8",
            "23",
            "24",
            "31",
            "32",
            "12",
            "13",
            "/",
            "/2",
            "/0",
            "-",
            ",",
            "mon",
            "MON",
            "fri",
            "jan",
            "dec",
            "1-5",
            "5-1",
            "x",
            "@daily",
            "@reboot",
            "@x",
            "00",
            "1a",
            "*/5",
            "-3",
            "A=b",
            "=",
            "\"A\"=",
            "#",
            "\t",
            "~",
            "99999999999"
        };
        for (int round = 0; round < 400; round++) {
            var line = new StringBuilder();
            for (int field = 0; field < 6; field++) {
                for (int i = random.nextInt(10) < 7 ? 1 : 2; i > 0; i--) {
                    line.append(atoms[random.nextInt(random.nextInt(3) == 0 ? atoms.length : 14)]);
                }
                line.append(' ');
            }
            Optional<String> ours =
                    Crontab.parse(line + "\n", false).lines().stream()
                            .flatMap(l -> l.error().stream())
                            .findFirst();
            assertThat(ours).as("seed %d: <%s>", seed, line).isEqualTo(check(line + "\n"));
        }
    }

    private Optional<String> check(String text) throws IOException, InterruptedException {
        Path file = Files.writeString(directory.resolve("tab"), text);
        Process crontab =
                new ProcessBuilder("crontab", "-n", file.toString())
                        .redirectErrorStream(true)
                        .start();
        String out = new String(crontab.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (crontab.waitFor() == 0) {
            return Optional.empty();
        }
        return Optional.of(out.lines().findFirst().orElseThrow().replaceFirst(".*: ", ""));
    }

    @Test
    void survivesAnyBytes() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int round = 0; round < 3000; round++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            for (int i = 0; i < bytes.length; i++) {
                if (random.nextInt(3) > 0) {
                    bytes[i] = (byte) "*/,-0123456789 \t\n@=\"#".charAt(random.nextInt(21));
                }
            }
            String text = new String(bytes, StandardCharsets.UTF_8);
            for (Crontab.Line line : Crontab.parse(text, random.nextBoolean()).lines()) {
                assertThat(
                                line.error().isPresent()
                                        || line.when().isPresent()
                                        || line.schedule().equals("@reboot"))
                        .as("seed %d", seed)
                        .isTrue();
            }
        }
    }

    @Test
    void aHugeLineIsReadInTime() {
        String list = "1,".repeat(300_000) + "1";
        List<Crontab.Line> lines =
                Crontab.parse(
                                list
                                        + " * * * * x\n"
                                        + " ".repeat(500_000)
                                        + "="
                                        + "\"".repeat(100_000)
                                        + "\n",
                                false)
                        .lines();
        assertThat(lines.getFirst().error()).isEmpty();
    }
}
