package dev.procdeck.server.operations;

import dev.procdeck.server.http.RequestId;
import dev.procdeck.server.security.Actor;
import dev.procdeck.server.security.ReservedNames;
import dev.procdeck.server.security.Role;
import org.jspecify.annotations.Nullable;

/// What somebody asks for, before anything happens. Immutable.
///
/// @param operation the verb: `restart`, `TERM`, `sign_in`
/// @param target what it is done to, in words that stay true: `nginx.service`, `4711 (start
///   12345678) nginx`
/// @param targetKind `unit`, `process`, `program`, `account`, `session`
/// @param detail a stable word that the page puts into a sentence with the other fields
/// @param mode how, where there is a choice (`replace`)
/// @param key the client's Idempotency-Key with a hash of what it asked
/// @param factors how and when the person had proved who they are; null where nobody signed in
public record Intent(
        LogType logType,
        String operation,
        String userName,
        Role role,
        String remoteAddress,
        String target,
        String targetKind,
        String detail,
        @Nullable String mode,
        String requestId,
        @Nullable IdempotencyKey key,
        @Nullable String factors) {
    /// @param value what the client sent
    /// @param requestHash tells whether a second request under the same key asks for the same
    public record IdempotencyKey(String value, String requestHash) {}

    /// Something a signed-in person asks for.
    public static Intent of(
            Actor actor,
            LogType logType,
            String operation,
            String target,
            String targetKind,
            String detail) {
        return new Intent(
                logType,
                operation,
                actor.userName(),
                actor.role(),
                actor.remoteAddress(),
                target,
                targetKind,
                detail,
                null,
                actor.requestId(),
                null,
                actor.proof());
    }

    /// Something that comes from nobody we know.
    public static Intent ofAnonymous(
            LogType logType,
            String operation,
            String remoteAddress,
            String target,
            String targetKind,
            String detail,
            String requestId) {
        return new Intent(
                logType,
                operation,
                ReservedNames.ANONYMOUS,
                Role.VIEWER,
                remoteAddress,
                target,
                targetKind,
                detail,
                null,
                requestId,
                null,
                null);
    }

    /// A change of accounts, tokens, the log or the policy.
    ///
    /// @param factors how whoever makes it had proved who they are; null where nobody signed in
    public static Intent ofAccount(
            String operation,
            String userName,
            Role role,
            String remoteAddress,
            String target,
            String targetKind,
            String requestId,
            @Nullable String factors) {
        return new Intent(
                LogType.ACCOUNT,
                operation,
                userName,
                role,
                remoteAddress,
                target,
                targetKind,
                operation,
                null,
                requestId,
                null,
                factors);
    }

    /// What the program itself does.
    ///
    /// @param origin where it was asked to: `console`, `agent`
    public static Intent ofSystem(
            String operation, String origin, String target, String targetKind) {
        return ofAccount(
                operation,
                ReservedNames.SYSTEM,
                Role.ADMIN,
                origin,
                target,
                targetKind,
                RequestId.next(),
                null);
    }

    /// The same with the client's key.
    public Intent withKey(@Nullable IdempotencyKey newKey) {
        return new Intent(
                logType,
                operation,
                userName,
                role,
                remoteAddress,
                target,
                targetKind,
                detail,
                mode,
                requestId,
                newKey,
                factors);
    }

    /// The same in a mode.
    public Intent withMode(@Nullable String newMode) {
        return new Intent(
                logType,
                operation,
                userName,
                role,
                remoteAddress,
                target,
                targetKind,
                detail,
                newMode,
                requestId,
                key,
                factors);
    }
}
