package dev.procdeck.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// docs/security.md names the test that shows each check: every one of them is there.
class SecurityTableTest {
    private static final Path ROOT = Path.of("..");
    private static final Map<String, Integer> CHECKS =
            Map.of("A", 14, "B", 8, "Z", 7, "I", 10, "U", 12, "S", 4, "R", 5, "F", 10);
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");

    /// A row: its first cell and its last.
    private record Row(String id, String shownBy) {}

    @Test
    void everyCheckHasARow() throws IOException {
        Map<String, Integer> seen = new HashMap<>();
        for (Row row : rows()) {
            if (row.id().matches("[ABZIUSRF][0-9]{1,2}")) {
                assertThat(Integer.parseInt(row.id().substring(1)))
                        .as("the order of %s", row.id())
                        .isEqualTo(seen.merge(row.id().substring(0, 1), 1, Integer::sum));
            }
        }
        assertThat(seen).isEqualTo(CHECKS);
    }

    @Test
    void everyTestThatIsNamedIsThere() throws IOException {
        Map<String, String> sources = sources();
        List<String> missing = new ArrayList<>();
        int named = 0;
        for (Row row : rows()) {
            List<String> names =
                    NAME.matcher(row.shownBy()).results().map(MatchResult::group).toList();
            if (names.isEmpty() && !row.shownBy().matches("(no|not yet)(:.*)?")) {
                missing.add(row.id() + ": nothing");
            }
            for (String quoted : names) {
                named++;
                if (!isThere(quoted.substring(1, quoted.length() - 1), sources)) {
                    missing.add(row.id() + ": " + quoted);
                }
            }
        }
        assertThat(missing).isEmpty();
        assertThat(named).isGreaterThan(100);
    }

    /// `Class.method`, `Class.RULE`, a class, a file of the page's or browser's tests, a script.
    private static boolean isThere(String name, Map<String, String> sources) {
        if (name.startsWith("dev/")) {
            return Files.isExecutable(ROOT.resolve(name));
        }
        if (name.endsWith(".ts")) {
            return sources.containsKey(name);
        }
        String[] parts = name.split("\\.", 2);
        // Classes of one name stand in several modules.
        String source = sources.get(parts[0] + ".java");
        return source != null
                && (parts.length == 1
                        || source.contains("void " + parts[1] + "(")
                        || source.contains("ArchRule " + parts[1] + " "));
    }

    private static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        boolean inTables = false;
        for (String line : Files.readAllLines(ROOT.resolve("docs/security.md"))) {
            inTables |= line.startsWith("## The checks");
            inTables &= !line.startsWith("## What is not promised");
            String[] cells = line.split("\\|", -1);
            if (inTables && cells.length == 5 && !line.startsWith("|---")) {
                String id = cells[1].strip();
                if (!id.isEmpty() && !id.equals("advisory")) {
                    rows.add(new Row(id, cells[3].strip()));
                }
            }
        }
        return rows;
    }

    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new TreeMap<>();
        for (String folder :
                List.of(
                        "host/src/test",
                        "protocol/src/test",
                        "agent/src/test",
                        "server/src/test",
                        "e2e/src/test",
                        "e2e/browser/tests",
                        "web/src")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
                for (Path file :
                        files.filter(f -> f.toString().matches(".*(Test\\.java|\\.test\\.tsx?)"))
                                .toList()) {
                    sources.merge(
                            file.getFileName().toString(), Files.readString(file), String::concat);
                }
            }
        }
        return sources;
    }
}
