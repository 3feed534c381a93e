package dev.procdeck.server.acts;

import dev.procdeck.protocol.operation.Role;
import dev.procdeck.server.security.Actor;

/// Who asks, in the words of the protocol.
public final class Actors {
    private Actors() {}

    public static dev.procdeck.protocol.operation.Actor of(Actor actor) {
        Role role =
                switch (actor.role()) {
                    case VIEWER -> Role.VIEWER;
                    case OPERATOR -> Role.OPERATOR;
                    case ADMIN -> Role.ADMIN;
                };
        return new dev.procdeck.protocol.operation.Actor(
                actor.userName(), role, actor.remoteAddress(), actor.sessionId(), actor.factorAt());
    }
}
