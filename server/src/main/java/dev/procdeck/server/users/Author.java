package dev.procdeck.server.users;

import dev.procdeck.server.http.RequestId;
import dev.procdeck.server.operations.Intent;
import dev.procdeck.server.security.Actor;
import dev.procdeck.server.security.ReservedNames;
import dev.procdeck.server.security.Role;

/// Who changes an account: a signed-in person, or root at the machine's console. Immutable.
public record Author(String userName, Role role, String remoteAddress, String requestId) {
    /// The one who makes the present request.
    public static Author of(Actor actor) {
        return new Author(actor.userName(), actor.role(), actor.remoteAddress(), actor.requestId());
    }

    /// The command line.
    public static Author ofConsole() {
        return new Author(ReservedNames.SYSTEM, Role.ADMIN, "console", RequestId.next());
    }

    /// What they ask for.
    public Intent intent(String operation, String target, String targetKind) {
        return Intent.ofAccount(
                operation, userName, role, remoteAddress, target, targetKind, requestId);
    }
}
