package dev.procdeck.server.operations;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/// Holds the operation log against what the agent's journal says of the same acts (U8). Whoever
/// took over the server can write the one, not the other. Thread-safe.
@Service
public class JournalComparison {
    private static final int MAX_PROBLEMS = 20;

    private final OperationRepository operations;

    JournalComparison(OperationRepository operations) {
        this.operations = operations;
    }

    /// One act as the journal has it; `status` is `-` while it has no end.
    private record Act(String requestId, String userName, String role, String status) {}

    /// Reads the lines of the agent's `audit list`: `known FROM-TO`, and `act ID REQUEST USER ROLE
    /// STATUS` with each word URL-encoded.
    ///
    /// @return where they differ, the lowest operation first
    public List<String> compare(BufferedReader lines) throws IOException {
        TreeMap<Long, Long> known = new TreeMap<>();
        Map<Long, Act> acts = new HashMap<>();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.split(" ", -1);
            if (words[0].equals("known") && words.length == 2) {
                String[] range = words[1].split("-", -1);
                known.put(Long.valueOf(range[0]), Long.valueOf(range[1]));
            } else if (words[0].equals("act") && words.length == 6) {
                acts.put(
                        Long.valueOf(words[1]),
                        new Act(word(words[2]), word(words[3]), word(words[4]), words[5]));
            }
        }
        List<String> problems = new ArrayList<>();
        long after = 0;
        for (List<OperationRow> chunk = operations.listAfter(after);
                !chunk.isEmpty() && problems.size() < MAX_PROBLEMS;
                chunk = operations.listAfter(after)) {
            for (OperationRow row : chunk) {
                after = row.requireId();
                Act act = acts.remove(after);
                String wrong = act == null ? missing(row, known) : differs(row, act);
                if (wrong != null) {
                    problems.add("operation " + after + " " + wrong);
                }
            }
        }
        acts.keySet().stream()
                .filter(id -> id >= operations.findMinId())
                .sorted()
                .limit(MAX_PROBLEMS)
                .forEach(id ->
                        problems.add(
                                "operation "
                                        + id
                                        + " is in the agent's journal and not in the database"));
        return problems;
    }

    /// What came after the journal was read is not judged: the program may be running.
    private static @Nullable String missing(OperationRow row, TreeMap<Long, Long> known) {
        long id = row.requireId();
        if (known.isEmpty() || id > known.lastEntry().getValue()) {
            return null;
        }
        var range = known.floorEntry(id);
        boolean taken = range != null && range.getValue() >= id;
        boolean done =
                row.retStatus() == RetStatus.SUCCEEDED && LogType.acts().contains(row.logType());
        return done && !taken ? "succeeded and the agent's journal does not know it" : null;
    }

    private static @Nullable String differs(OperationRow row, Act act) {
        if (!act.requestId().equals(row.requestId())
                || !act.userName().equals(row.userName())
                || !act.role().equals(row.role().word())) {
            return "is another one in the agent's journal: "
                    + act.userName()
                    + " in request "
                    + act.requestId();
        }
        boolean open =
                act.status().equals("-")
                        || row.retStatus() == RetStatus.PENDING
                        || row.isUnresolved();
        return open || act.status().equals(row.retStatus().word())
                ? null
                : "ended " + row.retStatus().word() + ", in the agent's journal " + act.status();
    }

    private static String word(String encoded) {
        return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    }
}
