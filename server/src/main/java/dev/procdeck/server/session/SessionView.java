package dev.procdeck.server.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.procdeck.server.security.Factor;
import dev.procdeck.server.security.Right;
import dev.procdeck.server.security.Role;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Who the browser is to us, and what its page may offer. Immutable.
///
/// @param setupRequired true until the first account exists
/// @param secondFactor what is still missing after the right password; then nobody is signed in yet
/// @param factorDue who must add a second factor before anything else; then nobody is signed in yet
/// @param factors how the session was proved
/// @param stepUpMethods which factors renew the session for sensitive acts, the strongest first
/// @param stepUpUntil until when sensitive acts need no fresh factor
/// @param readOnlyReason why nobody may act at the moment, as a code
/// @param readOnlyParameters values for the sentence of that
/// @param notices things the administrator should know, as codes
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SessionView(
        boolean setupRequired,
        boolean signedIn,
        @Nullable SecondFactorWanted secondFactor,
        @Nullable FactorDue factorDue,
        @Nullable String userName,
        @Nullable Role role,
        @Nullable String language,
        @Nullable Rights rights,
        @Nullable String sessionId,
        @Nullable Instant signedInAt,
        @Nullable List<Factor> factors,
        @Nullable List<Factor> stepUpMethods,
        @Nullable Instant stepUpUntil,
        long stepUpMaxAgeSeconds,
        @Nullable String readOnlyReason,
        @Nullable Map<String, Object> readOnlyParameters,
        List<Notice> notices) {
    /// A sign-in that lacks its second factor.
    ///
    /// @param methods what can complete it
    /// @param passkeyHosts the host names under which the account's passkeys work
    public record SecondFactorWanted(
            String userName, List<Factor> methods, List<String> passkeyHosts) {}

    /// An account that its role obliges to have a second factor, and that has none.
    public record FactorDue(String userName, Role role) {}

    /// @param code a stable word
    /// @param parameters values for the sentence
    public record Notice(String code, Map<String, Object> parameters) {}

    /// What the role may do; the policy of the host may allow less.
    public record Rights(
            boolean signal,
            boolean priority,
            ServiceRights services,
            boolean commands,
            boolean templates,
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
                    role.may(Right.TEMPLATE),
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
