package dev.procdeck.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.procdeck.server.query.QueryException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;

/// I3: whatever is typed into a search is a filter or an error with its place.
@Tag("fuzz")
class QueryFuzzTest {
    private static final LiveFields FIELDS = new LiveFields(() -> 1L << 30);

    @FuzzTest
    void query(byte[] bytes) {
        String query = new String(bytes, StandardCharsets.UTF_8);
        try {
            FIELDS.processFilter(query).isEmpty();
            FIELDS.socketFilter(query).isEmpty();
            FIELDS.serviceFilter(query).isEmpty();
        } catch (QueryException refused) {
            assertThat(refused.code()).isNotEmpty();
            assertThat(refused.position()).isBetween(0, query.length());
        }
    }

    /// I4: sorting takes a field's name and nothing else.
    @FuzzTest
    void sort(byte[] bytes) {
        String sort = new String(bytes, StandardCharsets.UTF_8);
        try {
            FIELDS.processes().order(sort);
            assertThat(sort).matches("-?[A-Za-z]+");
        } catch (QueryException refused) {
            assertThat(refused.code()).isEqualTo("unknown_field");
        }
    }
}
