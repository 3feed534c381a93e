package dev.procdeck.server.session;

import dev.procdeck.server.factors.Factors;
import dev.procdeck.server.factors.Passkey;
import dev.procdeck.server.security.Actor;
import dev.procdeck.server.security.Factor;
import dev.procdeck.server.security.StepUp;
import dev.procdeck.server.users.Users;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/// Makes the body of `/session`. Thread-safe.
@Component
public class SessionViews {
    private final Users users;
    private final Factors factors;
    private final StepUp stepUp;
    private final SessionNotices notices;

    SessionViews(Users users, Factors factors, StepUp stepUp, SessionNotices notices) {
        this.users = users;
        this.factors = factors;
        this.stepUp = stepUp;
        this.notices = notices;
    }

    /// The view of this actor, or of nobody.
    public SessionView of(@Nullable Actor actor) {
        return actor == null || !actor.isComplete() ? ofStranger(actor) : ofSignedIn(actor);
    }

    private SessionView ofStranger(@Nullable Actor actor) {
        return new SessionView(
                actor == null && users.isEmpty(),
                false,
                actor == null || !actor.factorMissing() ? null : wanted(actor.userName()),
                actor == null || !actor.factorDue()
                        ? null
                        : new SessionView.FactorDue(actor.userName(), actor.role()),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                stepUp.maxAge().toSeconds(),
                null,
                null,
                List.of());
    }

    private SessionView ofSignedIn(Actor actor) {
        SessionView.Notice readOnly = notices.readOnly();
        return new SessionView(
                false,
                true,
                null,
                null,
                actor.userName(),
                actor.role(),
                actor.language(),
                SessionView.Rights.of(actor.role()),
                actor.sessionId(),
                actor.signedInAt(),
                actor.factors().stream().sorted().toList(),
                lacking(() -> stepUpMethods(actor.userName()), List.of(Factor.PASSWORD)),
                actor.factorAt().plus(stepUp.maxAge()),
                stepUp.maxAge().toSeconds(),
                readOnly == null ? null : readOnly.code(),
                readOnly == null ? null : readOnly.parameters(),
                lacking(() -> notices.of(actor), List.of()));
    }

    /// Who looks while the store does not answer is told less, not nothing (U2).
    private static <T> T lacking(Supplier<T> asked, T otherwise) {
        try {
            return asked.get();
        } catch (DataAccessException | TransactionException e) {
            return otherwise;
        }
    }

    private SessionView.SecondFactorWanted wanted(String userName) {
        Factors.State state = factors.state(userName);
        return new SessionView.SecondFactorWanted(
                userName,
                methods(state),
                state.passkeys().stream().map(Passkey::rpId).distinct().toList());
    }

    private List<Factor> stepUpMethods(String userName) {
        List<Factor> methods = methods(factors.state(userName));
        return methods.isEmpty() ? List.of(Factor.PASSWORD) : methods;
    }

    /// The second factors of an account, the strongest first.
    private static List<Factor> methods(Factors.State state) {
        List<Factor> methods = new ArrayList<>();
        if (!state.passkeys().isEmpty()) {
            methods.add(Factor.PASSKEY);
        }
        if (state.totpSince() != null) {
            methods.add(Factor.TOTP);
        }
        if (state.count() > 0 && state.recoveryCodesLeft() > 0) {
            methods.add(Factor.RECOVERY_CODE);
        }
        return methods;
    }
}
