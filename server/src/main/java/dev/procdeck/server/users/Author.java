package dev.procdeck.server.users;

import dev.procdeck.server.http.RequestId;
import dev.procdeck.server.operations.Intent;
import dev.procdeck.server.security.Actor;
import dev.procdeck.server.security.ReservedNames;
import dev.procdeck.server.security.Role;
import org.jspecify.annotations.Nullable;

/// Who changes an account: a signed-in person, or root at the machine's console. Immutable.
///
/// @param proof how and when they proved who they are; null at the console, which is root's
public record Author(
        String userName,
        Role role,
        String remoteAddress,
        String requestId,
        @Nullable String proof) {
    /// The one who makes the present request.
    public static Author of(Actor actor) {
        return new Author(
                actor.userName(),
                actor.role(),
                actor.remoteAddress(),
                actor.requestId(),
                actor.proof());
    }

    /// The command line.
    public static Author ofConsole() {
        return new Author(ReservedNames.SYSTEM, Role.ADMIN, "console", RequestId.next(), null);
    }

    /// What they ask for.
    public Intent intent(String operation, String target, String targetKind) {
        return Intent.ofAccount(
                operation, userName, role, remoteAddress, target, targetKind, requestId, proof);
    }
}
