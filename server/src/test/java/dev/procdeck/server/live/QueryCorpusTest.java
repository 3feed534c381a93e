package dev.procdeck.server.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.procdeck.protocol.live.ProcessRow;
import dev.procdeck.protocol.live.ServiceRow;
import dev.procdeck.protocol.live.SocketRow;
import dev.procdeck.server.query.QueryException;
import dev.procdeck.server.query.RowFilter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The server's side of the corpus that the page's implementation is held to as well.
class QueryCorpusTest {
    private static final LiveFields FIELDS = new LiveFields(() -> 1L << 30);

    record Case(String query, JsonNode body) {
        @Override
        public String toString() {
            return query.length() > 60 ? query.substring(0, 60) + "…" : query;
        }
    }

    static Stream<Case> cases() {
        return JsonMapper.shared()
                .readTree(Path.of("../protocol/src/test/resources/query-corpus.json"))
                .valueStream()
                .map(c -> new Case(c.get("query").asString(), c));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void answersAsTheCorpusSays(Case given) {
        JsonNode error = given.body().get("error");
        if (error == null) {
            List<Integer> expected =
                    given.body().get("expect").valueStream().map(JsonNode::asInt).toList();
            assertThat(hits(given)).isEqualTo(expected);
            return;
        }
        QueryException thrown =
                catchThrowableOfType(
                        QueryException.class, () -> FIELDS.processFilter(given.query()));
        assertThat(thrown).as("an error").isNotNull();
        assertThat(thrown.code()).isEqualTo(error.asString());
        if (given.body().has("position")) {
            assertThat(thrown.position()).isEqualTo(given.body().get("position").asInt());
        }
    }

    /// The places of the rows that match, literal ones first. Rows of one case may be of several
    /// kinds.
    private static List<Integer> hits(Case given) {
        RowFilter<ProcessRow> processes = FIELDS.processFilter(given.query());
        RowFilter<SocketRow> sockets = FIELDS.socketFilter(given.query());
        RowFilter<ServiceRow> services = FIELDS.serviceFilter(given.query());
        List<Integer> literal = new ArrayList<>();
        List<Integer> fuzzy = new ArrayList<>();
        int place = 0;
        for (JsonNode row : given.body().get("rows")) {
            int rank =
                    switch (JsonRows.row(row)) {
                        case ProcessRow process -> processes.rank(process);
                        case SocketRow socket -> sockets.rank(socket);
                        case ServiceRow service -> services.rank(service);
                        case Object other -> throw new AssertionError(other);
                    };
            if (rank != RowFilter.NO_MATCH) {
                (rank == RowFilter.LITERAL ? literal : fuzzy).add(place);
            }
            place++;
        }
        literal.addAll(fuzzy);
        return literal;
    }

    @Test
    void readsAnyTextWithoutAnythingButAQueryException() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String[] parts = {
            "a", "-", "\"", " ", ":", ">", "=", "<", "cpu", "user", "5", "\n", "进", "\u202e", "\\",
            "\u0000", "%", ".", "：", "pid", "\ud800"
        };
        for (int round = 0; round < 20_000; round++) {
            StringBuilder query = new StringBuilder();
            for (int i = random.nextInt(14); i > 0; i--) {
                query.append(parts[random.nextInt(parts.length)]);
            }
            try {
                FIELDS.socketFilter(query.toString()).rank(JsonRows.socket(JsonRows.EMPTY));
            } catch (QueryException e) {
                assertThat(e.position())
                        .as("seed %d: %s", seed, query)
                        .isBetween(0, query.length());
            }
        }
    }

    @Test
    void staysLinearOnTextsMadeToHurt() {
        String hostile = "a".repeat(64 * 1024) + "b";
        ProcessRow row = JsonRows.process(JsonRows.EMPTY.deepCopy().put("cmdline", hostile));
        String query = "a".repeat(29) + "c " + "axaxaxb ".repeat(20) + "-" + "a".repeat(500) + "c";
        RowFilter<ProcessRow> filter = FIELDS.processFilter(query);
        long began = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            assertThat(filter.rank(row)).isEqualTo(RowFilter.NO_MATCH);
        }
        assertThat((System.nanoTime() - began) / 20).isLessThan(200_000_000L);
    }
}
