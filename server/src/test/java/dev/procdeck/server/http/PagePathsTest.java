package dev.procdeck.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PagePathsTest {
    @Test
    void theViewsOfThePageAndNoOthersCanBeOpenedAtTheirAddresses() throws Exception {
        List<String> paths =
                Pattern.compile("path: '(/[^']*)'")
                        .matcher(Files.readString(Path.of("../web/src/app/router.tsx")))
                        .results()
                        .map((MatchResult match) -> match.group(1).substring(1))
                        .filter(name -> !name.isEmpty())
                        .toList();
        assertThat(PagePaths.VIEW_NAMES).containsExactlyInAnyOrderElementsOf(paths);
        assertThat(PagePaths.isView("/")).isTrue();
        assertThat(List.of("/api", "/services/x", "/services/", "/overview"))
                .noneMatch(PagePaths::isView);
    }
}
