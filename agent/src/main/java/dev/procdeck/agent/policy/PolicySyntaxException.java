package dev.procdeck.agent.policy;

/// A policy that cannot be understood; the message names the line.
public final class PolicySyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    PolicySyntaxException(int line, String message) {
        super("line " + line + ": " + message);
    }
}
