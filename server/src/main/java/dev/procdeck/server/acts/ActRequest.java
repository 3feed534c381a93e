package dev.procdeck.server.acts;

import dev.procdeck.protocol.operation.Act;
import dev.procdeck.protocol.operation.Actor;
import dev.procdeck.protocol.operation.Intent;
import dev.procdeck.protocol.operation.Query;
import dev.procdeck.server.operations.LogType;
import dev.procdeck.server.security.Right;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One thing that somebody wants done to the host, checked as to its form. Immutable.
///
/// @param right what the role must hold
/// @param sensitive whether the password must have been proved lately, whatever the target
/// @param operation the verb, as it stands in the record
/// @param target what it is done to, in words that stay true
/// @param detail a stable word that the page makes a sentence of
/// @param mode how, where there is a choice
/// @param exclusive what nobody else may act on at the same time; null where it does not matter
/// @param permission asks the agent what the person may do to the target; null when the act itself
///   tells early enough
/// @param permissionName the name of this act in that answer
/// @param act makes the message to the agent
public record ActRequest(
        LogType logType,
        Right right,
        boolean sensitive,
        String operation,
        String target,
        String targetKind,
        String detail,
        @Nullable String mode,
        @Nullable String exclusive,
        @Nullable Function<Actor, Query> permission,
        String permissionName,
        Function<Intent, Act> act) {}
