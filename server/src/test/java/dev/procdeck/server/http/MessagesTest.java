package dev.procdeck.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Both languages say everything, with the same values in it.
class MessagesTest {
    private static final Pattern VALUE = Pattern.compile("\\{[a-zA-Z]+}");

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
