package dev.procdeck.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Both languages say everything, with the same values in it.
class MessagesTest {
    private static final Pattern VALUE = Pattern.compile("\\{[a-zA-Z]+}");

    /// Named after the status that Spring answers with.
    private static final Set<String> OF_SPRING =
            Set.of("method_not_allowed", "unsupported_media_type");

    @Test
    void bothLanguagesSayTheSame() throws IOException {
        Properties english = read("messages.properties");
        Properties chinese = read("messages_zh.properties");
        assertThat(chinese.keySet()).isEqualTo(english.keySet());
        english.forEach((key, text) ->
                assertThat(values((String) chinese.get(key)))
                        .as((String) key)
                        .isEqualTo(values((String) text)));
        chinese.forEach((key, text) ->
                assertThat((String) text).as((String) key).containsPattern("\\p{IsHan}"));
    }

    @Test
    void everyProblemHasATitleAndADetail() throws IOException {
        Properties english = read("messages.properties");
        for (Object key : english.keySet()) {
            String name = (String) key;
            if (name.startsWith("problem.") && name.endsWith(".title")) {
                assertThat(english).containsKey(name.replace(".title", ".detail"));
            }
        }
    }

    /// A problem that nobody reports any more is a sentence that nobody can check.
    @Test
    void everyProblemIsReportedSomewhere() throws IOException {
        StringBuilder sources = new StringBuilder();
        for (String module : List.of("server", "agent", "protocol")) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src/main/java"))) {
                for (Path file : (Iterable<Path>) files::iterator) {
                    if (file.toString().endsWith(".java")) {
                        sources.append(Files.readString(file));
                    }
                }
            }
        }
        assertThat(
                        read("messages.properties").stringPropertyNames().stream()
                                .filter(name -> name.startsWith("problem."))
                                .map(name -> name.split("\\.")[1])
                                .filter(code -> !OF_SPRING.contains(code))
                                .filter(code -> sources.indexOf('"' + code + '"') < 0))
                .isEmpty();
    }

    private static List<String> values(String text) {
        return List.copyOf(
                new TreeSet<>(VALUE.matcher(text).results().map(match -> match.group()).toList()));
    }

    private static Properties read(String name) throws IOException {
        Properties properties = new Properties();
        try (var in = MessagesTest.class.getResourceAsStream("/" + name)) {
            properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        }
        return properties;
    }
}
