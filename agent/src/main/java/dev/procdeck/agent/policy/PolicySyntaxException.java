package dev.procdeck.agent.policy;

import java.util.Map;

/// A policy that cannot be understood; the message names the line.
public final class PolicySyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    /// A word of a line may be a million characters long.
    static final int MAX_SHOWN = 100;

    private final int line;
    private final PolicyFault fault;
    private final String value;
    private final String wanted;

    PolicySyntaxException(int line, PolicyFault fault) {
        this(line, fault, "", "");
    }

    PolicySyntaxException(int line, PolicyFault fault, String value) {
        this(line, fault, value, "");
    }

    /// @param value what stands in the line
    /// @param wanted what belongs there, as one would write it
    PolicySyntaxException(int line, PolicyFault fault, String value, String wanted) {
        this.line = line;
        this.fault = fault;
        this.value = value.length() <= MAX_SHOWN ? value : value.substring(0, MAX_SHOWN) + "…";
        this.wanted = wanted;
    }

    PolicyFault fault() {
        return fault;
    }

    /// What people's words are made from.
    Map<String, String> parameters() {
        return Map.of("line", Integer.toString(line), "value", value, "wanted", wanted);
    }

    @Override
    public String getMessage() {
        return "line " + line + ": " + fault.sentence(parameters());
    }
}
