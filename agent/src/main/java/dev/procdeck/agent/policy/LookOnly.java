package dev.procdeck.agent.policy;

import dev.procdeck.protocol.Problem;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// Why nothing may be done: what is wrong with the policy file. Immutable.
///
/// @param parameters what people's words are made from: `reason`, a stable word; `path`, of the
///   file; `line`, its number where one is meant; `value`, what stands there; `wanted`, what
///   belongs there
/// @param sentence the same for the log and the command line
public record LookOnly(Map<String, String> parameters, String sentence) {
    /// What an act is refused with.
    public static final String CODE = "look_only";

    public LookOnly {
        parameters = Map.copyOf(parameters);
    }

    static LookOnly because(Path file, PolicyFault fault) {
        return because(file, fault, "");
    }

    /// @param value the path that is meant where it is not the file's own, or the system's words
    static LookOnly because(Path file, PolicyFault fault, String value) {
        Map<String, String> parameters = parameters(file, fault, Map.of("value", value));
        return new LookOnly(parameters, fault.sentence(parameters));
    }

    static LookOnly because(Path file, PolicySyntaxException wrong) {
        return new LookOnly(
                parameters(file, wrong.fault(), wrong.parameters()),
                file + ", " + wrong.getMessage());
    }

    /// What every act meets.
    public Problem problem() {
        return new Problem(Problem.Category.DENIED, CODE, parameters);
    }

    private static Map<String, String> parameters(
            Path file, PolicyFault fault, Map<String, String> more) {
        Map<String, String> parameters = new HashMap<>(more);
        parameters.put("reason", fault.code());
        parameters.put("path", file.toString());
        return parameters;
    }
}
