package dev.procdeck.server.operations;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Checks a JSONL export on any machine, without the database it came from: every link of the
/// chain, and that each line says what its links say.
public final class ExportVerifier {
    private static final int MAX_PROBLEMS = 20;

    private final JsonMapper json;
    private final TreeMap<Long, String[]> links = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();
    private @Nullable Long firstBad;
    private long tombstoneSeq;
    private String tombstoneHash = AuditChain.START;

    public ExportVerifier(JsonMapper json) {
        this.json = json;
    }

    /// Reads the whole file, whose lines may stand in any order.
    public AuditVerifier.Verdict verify(BufferedReader lines) throws IOException {
        long number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            try {
                take(json.readTree(line), number);
            } catch (JacksonException e) {
                problems.add("line " + number + " is not JSON");
            }
        }
        String previous = tombstoneHash;
        long expected = tombstoneSeq + 1;
        for (var link : links.entrySet()) {
            if (link.getKey() != expected) {
                bad(expected, "entry " + expected + " is missing");
            } else if (!link.getValue()[0].equals(previous)) {
                bad(expected, "entry " + expected + " does not follow the one before");
            }
            previous = link.getValue()[1];
            expected = link.getKey() + 1;
        }
        return new AuditVerifier.Verdict(
                links.size(),
                expected - 1,
                previous,
                firstBad,
                problems.subList(0, Math.min(MAX_PROBLEMS, problems.size())));
    }

    private void take(JsonNode line, long number) {
        if (line.has("tombstone")) {
            tombstoneSeq = line.at("/tombstone/lastSeq").asLong();
            tombstoneHash = line.at("/tombstone/lastHash").asString();
            return;
        }
        JsonNode entries = line.path("entries");
        if (!entries.isArray() || entries.isEmpty()) {
            problems.add("line " + number + " has no entry of the chain");
            return;
        }
        long operationId = line.path("id").asLong();
        for (JsonNode entry : entries) {
            long seq = entry.path("seq").asLong();
            String body = entry.path("body").asString();
            String kind = entry.path("kind").asString();
            String previous = entry.path("previousHash").asString();
            String hash = entry.path("hash").asString();
            if (!AuditChain.hash(previous, seq, operationId, kind, body).equals(hash)) {
                bad(seq, "entry " + seq + " was changed");
            }
            if (links.put(seq, new String[] {previous, hash}) != null) {
                bad(seq, "entry " + seq + " is there twice");
            }
            compare(line, entry == entries.get(entries.size() - 1), seq, kind, body);
        }
    }

    /// @param last whether no later entry speaks of the same operation
    private void compare(JsonNode line, boolean last, long seq, String kind, String body) {
        boolean intent = kind.equals(AuditEntry.INTENT);
        if (!intent && !last) {
            return;
        }
        JsonNode says = json.readTree(body);
        boolean overtaken =
                !intent && body.contains(OperationLog.AGENT_LOST) && !same(line, says, "retStatus");
        for (String field : intent ? AuditBodies.INTENT_FIELDS : AuditBodies.OUTCOME_FIELDS) {
            if (!overtaken && !same(line, says, field)) {
                bad(seq, "operation " + line.path("id") + " differs from entry " + seq);
                return;
            }
        }
    }

    private static boolean same(JsonNode line, JsonNode says, String field) {
        String one = text(line.path(field));
        String other = text(says.path(field));
        return one.equals(other);
    }

    private static String text(JsonNode value) {
        return value.isNull() || value.isMissingNode() ? "null" : value.asString();
    }

    private void bad(long seq, String problem) {
        firstBad = firstBad == null ? seq : Math.min(firstBad, seq);
        problems.add(problem);
    }
}
