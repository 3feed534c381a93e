package dev.procdeck.server.processes;

import dev.procdeck.server.http.ApiException;
import dev.procdeck.server.http.FieldProblem;
import java.util.Map;

/// Reads PIDs from addresses: canonical decimal, 1 to 4,194,304.
final class Pid {
    private static final int MAX = 4_194_304;

    private Pid() {}

    static int parse(String text) {
        if (!text.matches("[1-9][0-9]{0,6}") || Integer.parseInt(text) > MAX) {
            throw ApiException.invalid(
                    FieldProblem.of("pid", "out_of_range", Map.of("min", 1, "max", MAX)));
        }
        return Integer.parseInt(text);
    }
}
