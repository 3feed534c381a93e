package dev.procdeck.server.security;

/// Account names that stand for nobody who can sign in; the first migration makes their rows.
public final class ReservedNames {
    /// The owner of log rows of people who are not signed in.
    public static final String ANONYMOUS = "anonymous";

    /// The owner of log rows of the program itself.
    public static final String SYSTEM = "system";

    private ReservedNames() {}
}
