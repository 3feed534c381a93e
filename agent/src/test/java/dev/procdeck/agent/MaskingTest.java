package dev.procdeck.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskingTest {
    /// Each line holds one secret, written S3CRET, which must not be seen.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "app|--password|S3CRET",
                "app|--password=S3CRET",
                "app|-password|S3CRET",
                "app|--db-password|S3CRET",
                "app|--token=S3CRET",
                "app|--api-key|S3CRET",
                "app|--client_secret=S3CRET",
                "java|-Djavax.net.ssl.keyStorePassword=S3CRET|-jar|x.jar",
                "env|DB_PASSWORD=S3CRET|app",
                "env|DB_PASS=S3CRET|app",
                "env|AWS_SECRET_ACCESS_KEY=S3CRET|app",
                "psql|postgres://bob:S3CRET@db/x",
                "app|--url=redis://:S3CRET@cache:6379/0",
                "app|amqp://a:S3CRET@h1,amqp://b:S3CRET@h2",
                "mysql|-uroot|-pS3CRET|db",
                "/usr/bin/mysqldump|-pS3CRET|db",
                "sudo|mysql|-pS3CRET",
                "sh|-c|cd /x && mysql -uroot -pS3CRET db",
                "sh|-c|app --password S3CRET --verbose",
                "sshpass|-p|S3CRET|ssh|host",
                "sshpass|-pS3CRET|ssh|host",
                "redis-cli|-a|S3CRET|ping",
                "redis-server|--requirepass|S3CRET",
                "ldapsearch|-x|-w|S3CRET",
                "curl|-u|bob:S3CRET|http://x",
                "curl|--user=bob:S3CRET|http://x",
                "curl|-H|Authorization: Bearer S3CRET|http://x",
                "curl|-H|X-Api-Key: S3CRET",
            })
    void aSecretIsNotSeen(String line) {
        List<String> masked = Masking.mask(List.of(line.split("\\|")));
        assertThat(String.join(" ", masked)).doesNotContain("S3CRET").contains(Masking.MASK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nginx: master process /usr/sbin/nginx -g daemon on;",
                "java|-jar|app.jar|--spring.profiles.active=prod",
                "app|--password-file|/etc/secret",
                "app|--password-stdin",
                "app|--token-path=/run/token",
                "ps|-p|12",
                "ssh|-p|22|host",
                "mysql|-p|db",
                "curl|http://example.org:8080/path@2",
                "app|--compass=north",
                "docker|run|-p|80:80",
                "tar|-a|x",
            })
    void whatIsNoSecretStays(String line) {
        List<String> arguments = List.of(line.split("\\|"));
        assertThat(Masking.mask(arguments)).isEqualTo(arguments);
    }

    /// Each masked `-u` argument becomes a curl, whose `-u` is next: seven need seven looks and one
    /// that finds nothing. One more could hide a secret behind the last look.
    @Test
    void argumentsThatNeedMoreThanEightLooksAreMaskedWhole() {
        List<String> masked = Masking.mask(curls(7));
        assertThat(masked).hasSize(15).startsWith("curl", "-u", "curl q:" + Masking.MASK);
        assertThat(masked).filteredOn(each -> each.contains("S3CRET")).isEmpty();
        assertThat(masked).filteredOn("-u"::equals).hasSize(7);
        for (int count : new int[] {8, 9, 50}) {
            assertThat(Masking.mask(curls(count)))
                    .hasSize(2 * count + 1)
                    .containsOnly(Masking.MASK);
        }
    }

    private static List<String> curls(int count) {
        List<String> arguments = new ArrayList<>(List.of("curl"));
        for (int i = 0; i < count; i++) {
            arguments.addAll(List.of("-u", "curl q:S3CRET/mysql"));
        }
        return arguments;
    }

    @Test
    void maskingTwiceChangesNothingMore() {
        String[] words = {
            "mysql",
            "-p",
            "-px",
            "--password",
            "--password=",
            "--password=x",
            "--token",
            "a b",
            "curl",
            "-u",
            "u:p",
            "-u u:p",
            "http://a:b@c",
            "://:@",
            "x://u:p@",
            "Authorization: x",
            "sshpass",
            "redis-cli",
            "-a",
            "=",
            "--=",
            "",
            " ",
            "PASS=1",
            Masking.MASK
        };
        for (long seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            List<String> arguments = new ArrayList<>();
            for (int i = 1 + random.nextInt(6); i > 0; i--) {
                arguments.add(words[random.nextInt(words.length)]);
            }
            List<String> once = Masking.mask(arguments);
            assertThat(Masking.mask(once)).as("seed %d: %s", seed, arguments).isEqualTo(once);
            assertThat(once).as("seed %d", seed).hasSameSizeAs(arguments);
        }
    }

    /// Arguments of pieces that mean something to one rule or another, in any order.
    @Test
    void maskingAnyPiecesTwiceChangesNothingMore() {
        String[] pieces = {
            "mysql",
            "curl",
            "sshpass",
            "redis-cli",
            "ldapsearch",
            "sh",
            "-c",
            "-p",
            "-a",
            "-w",
            "-u",
            "--user",
            "--user=",
            "--password",
            "password=",
            "TOKEN=",
            "pw",
            "authorization:",
            "Cookie:",
            "x-api-key:",
            "://",
            "http",
            "u:p@",
            ":",
            "@",
            "/",
            "=",
            "-",
            "--",
            " ",
            "  ",
            "a",
            ",",
            "\"",
            "'",
            ";",
            "\n",
            "\t",
            Masking.MASK,
            "•",
            "\u0130",
            "\ud800"
        };
        for (long seed = 0; seed < 200_000; seed++) {
            Random random = new Random(seed);
            List<String> arguments = new ArrayList<>();
            for (int i = 1 + random.nextInt(5); i > 0; i--) {
                StringBuilder argument = new StringBuilder();
                for (int j = random.nextInt(6); j > 0; j--) {
                    argument.append(pieces[random.nextInt(pieces.length)]);
                }
                arguments.add(argument.toString());
            }
            List<String> once = Masking.mask(arguments);
            assertThat(Masking.mask(once)).as("seed %d: %s", seed, arguments).isEqualTo(once);
            assertThat(once).as("seed %d", seed).hasSameSizeAs(arguments);
            String text = Masking.maskText(String.join(" ", arguments));
            assertThat(Masking.maskText(text)).as("seed %d", seed).isEqualTo(text);
        }
    }

    @Test
    @Timeout(60)
    void aHugeCommandLineIsNoBurden() {
        String[] bad = {
            "://".repeat(20_000),
            "a:".repeat(30_000),
            "authorization".repeat(5_000),
            "x ".repeat(30_000),
            "=".repeat(60_000),
            "http://" + "a:".repeat(30_000),
            "curl -u ".repeat(8_000)
        };
        for (String argument : bad) {
            for (int i = 0; i < 20; i++) {
                assertThat(Masking.mask(List.of("app", argument))).hasSize(2);
            }
        }
    }
}
