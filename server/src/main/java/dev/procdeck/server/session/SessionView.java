package dev.procdeck.server.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.procdeck.server.security.Right;
import dev.procdeck.server.security.Role;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Who the browser is to us, and what its page may offer. Immutable.
///
/// @param setupRequired true until the first account exists
/// @param stepUpUntil until when sensitive acts need no password
/// @param readOnlyReason why nobody may act at the moment, as a code
/// @param notices things the administrator should know, as codes
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SessionView(
        boolean setupRequired,
        boolean signedIn,
        @Nullable String userName,
        @Nullable Role role,
        @Nullable String language,
        @Nullable Rights rights,
        @Nullable String sessionId,
        @Nullable Instant signedInAt,
        @Nullable Instant stepUpUntil,
        long stepUpMaxAgeSeconds,
        @Nullable String readOnlyReason,
        List<Notice> notices) {
    /// @param code a stable word
    /// @param parameters values for the sentence
    public record Notice(String code, Map<String, Object> parameters) {}

    /// What the role may do; the policy of the host may allow less.
    public record Rights(
            boolean signal,
            boolean priority,
            ServiceRights services,
            boolean commands,
            boolean users,
            boolean environment) {
        static Rights of(Role role) {
            return new Rights(
                    role.may(Right.SIGNAL),
                    role.may(Right.PRIORITY),
                    new ServiceRights(
                            role.may(Right.SERVICE_START),
                            role.may(Right.SERVICE_STOP),
                            role.may(Right.SERVICE_RESTART),
                            role.may(Right.SERVICE_RELOAD),
                            role.may(Right.SERVICE_ENABLE),
                            role.may(Right.SERVICE_DISABLE),
                            role.may(Right.SERVICE_RESET_FAILED)),
                    role.may(Right.COMMAND),
                    role.may(Right.USERS),
                    role.may(Right.ENVIRONMENT));
        }
    }

    /// One flag per operation.
    public record ServiceRights(
            boolean start,
            boolean stop,
            boolean restart,
            boolean reload,
            boolean enable,
            boolean disable,
            boolean resetFailed) {}
}
