package dev.procdeck.agent;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The arguments of `run`.
///
/// @param socket where the server connects
/// @param dataDirectory where the journal lives
/// @param policy the policy file that was named; null for the default place
/// @param serverUid who may connect besides the agent's own account; null for nobody
/// @param socketGroup the group id that may reach the socket; null for the owner alone
record RunOptions(
        Path socket,
        Path dataDirectory,
        @Nullable Path policy,
        @Nullable Integer serverUid,
        @Nullable Integer socketGroup) {

    /// @throws IllegalArgumentException with a sentence for the person who typed them
    static RunOptions parse(List<String> arguments) {
        Path socket = null;
        Path data = null;
        Path policy = null;
        Integer uid = null;
        Integer gid = null;
        for (int i = 0; i < arguments.size(); i += 2) {
            String option = arguments.get(i);
            if (i + 1 == arguments.size()) {
                throw new IllegalArgumentException(option + " needs a value");
            }
            String value = arguments.get(i + 1);
            switch (option) {
                case "--socket" -> socket = Path.of(value);
                case "--data-dir" -> data = Path.of(value);
                case "--policy" -> policy = Path.of(value);
                case "--server-uid" -> uid = number(option, value);
                case "--socket-group" -> gid = number(option, value);
                default -> throw new IllegalArgumentException("unknown option " + option);
            }
        }
        if (socket == null || data == null) {
            throw new IllegalArgumentException("run needs --socket and --data-dir");
        }
        return new RunOptions(socket, data, policy, uid, gid);
    }

    private static Integer number(String option, String value) {
        try {
            return Integer.parseUnsignedInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + " needs a number", e);
        }
    }
}
