package dev.procdeck.server.services;

import dev.procdeck.server.http.ApiException;
import dev.procdeck.server.http.FieldProblem;

/// Checks the form of service names from addresses and forms; whether there is such a service is
/// the agent's to say.
public final class UnitName {
    private UnitName() {}

    /// systemd's characters and length; no leading dash, no path.
    ///
    /// @param field where it stood in the request
    public static String parse(String field, String text) {
        if (!text.matches("[A-Za-z0-9:_.\\\\@][A-Za-z0-9:_.\\\\@-]{0,254}")
                || text.contains("..")) {
            throw ApiException.invalid(FieldProblem.of(field, "unit_name"));
        }
        return text;
    }

    /// What the name stands for among those that are acted on.
    static String full(String name) {
        return name.matches(
                        ".*\\.(service|socket|timer|target|mount|path|slice|scope|swap|device|automount)")
                ? name
                : name + ".service";
    }
}
