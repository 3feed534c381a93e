package dev.procdeck.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.protocol.live.ProcessRow;
import dev.procdeck.protocol.live.Resources;
import dev.procdeck.protocol.live.SocketRow;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every field of a row has a line in docs/kernel-sources.md that says where it comes from.
class KernelSourcesTest {
    /// What is ours and not the kernel's.
    private static final Set<String> OURS =
            Set.of("key", "id", "unavailable", "ownersUnavailable", "time", "intervalSeconds");

    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9]+");

    @ParameterizedTest
    @CsvSource({"Totals,Resources", "Sockets,SocketRow", "Processes,ProcessRow"})
    void everyFieldHasALine(String section, String type) throws Exception {
        Class<?> row = Class.forName(Resources.class.getPackageName() + "." + type);
        Set<String> missing = new TreeSet<>(fields(row));
        missing.removeAll(OURS);
        missing.removeAll(named(section));
        assertThat(missing).as("fields of %s without a source", type).isEmpty();
    }

    /// The words of the first column of a section's tables.
    private static Set<String> named(String section) throws Exception {
        Set<String> words = new HashSet<>();
        boolean inside = false;
        for (String line : Files.readAllLines(Path.of("../docs/kernel-sources.md"))) {
            if (line.startsWith("## ")) {
                inside = line.startsWith("## " + section);
            } else if (inside && line.startsWith("| ")) {
                WORD.matcher(line.split("\\|")[1])
                        .results()
                        .forEach(word -> words.add(word.group()));
            }
        }
        return words;
    }

    /// Of the record, with those of the records in it.
    private static Set<String> fields(Class<?> record) {
        Set<String> names = new TreeSet<>();
        for (RecordComponent component : record.getRecordComponents()) {
            Class<?> inner = inner(record, component);
            if (inner == null) {
                names.add(component.getName());
            } else {
                names.addAll(fields(inner));
            }
        }
        return names;
    }

    private static Class<?> inner(Class<?> record, RecordComponent component) {
        String type = component.getGenericType().getTypeName();
        return Arrays.stream(record.getDeclaredClasses())
                .filter(each -> type.matches(".*\\b" + Pattern.quote(each.getName()) + "\\b.*"))
                .findFirst()
                .orElse(null);
    }

    @Test
    void theTestSeesNestedFields() {
        assertThat(fields(Resources.class)).contains("someAvg10", "buffCacheBytes", "st");
        assertThat(fields(SocketRow.class)).containsAll(List.of("program", "recvQ"));
        assertThat(fields(ProcessRow.class)).contains("cpuPercent");
    }
}
