package dev.procdeck.server.session;

import dev.procdeck.server.factors.Factors;
import dev.procdeck.server.factors.Passkeys;
import dev.procdeck.server.factors.SeedOffers;
import dev.procdeck.server.factors.Site;
import dev.procdeck.server.http.ApiException;
import dev.procdeck.server.operations.Intent;
import dev.procdeck.server.operations.LogType;
import dev.procdeck.server.operations.OperationLog;
import dev.procdeck.server.operations.Outcome;
import dev.procdeck.server.operations.Refusals;
import dev.procdeck.server.operations.RetStatus;
import dev.procdeck.server.security.Actor;
import dev.procdeck.server.security.Factor;
import dev.procdeck.server.security.RequiredFactor;
import dev.procdeck.server.security.Role;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Changes one's own second factors: each change and its row in the operation log are one
/// transaction. Thread-safe.
@Service
class AccountFactors {
    private final Factors factors;
    private final Passkeys passkeys;
    private final SeedOffers offers;
    private final Entrance entrance;
    private final OperationLog log;
    private final Refusals refusals;
    private final RequiredFactor required;
    private final TransactionTemplate transaction;

    AccountFactors(
            Factors factors,
            Passkeys passkeys,
            SeedOffers offers,
            Entrance entrance,
            OperationLog log,
            Refusals refusals,
            RequiredFactor required,
            PlatformTransactionManager transactions) {
        this.factors = factors;
        this.passkeys = passkeys;
        this.offers = offers;
        this.entrance = entrance;
        this.log = log;
        this.refusals = refusals;
        this.required = required;
        this.transaction = new TransactionTemplate(transactions);
    }

    /// What came of adding a factor.
    ///
    /// @param recoveryCodes made with the first factor, shown this once; else empty
    record Added(Actor actor, List<String> recoveryCodes) {}

    /// A seed for the actor's app; nothing is kept of it until a code shows that the app has it.
    Factors.Seed offerSeed(Actor actor) {
        return offers.offer(actor.sessionId());
    }

    /// Adds the app to which [#offerSeed] gave a seed. The session counts as proved with it.
    ///
    /// @throws ApiException 400 `wrong_code`, 409 `no_seed_offered`
    Added confirmTotp(
            Actor actor, String code, HttpServletRequest request, HttpServletResponse response) {
        Factors.Seed seed =
                offers.find(actor.sessionId())
                        .orElseThrow(() -> ApiException.of(HttpStatus.CONFLICT, "no_seed_offered"));
        List<String> codes =
                change(
                        actor,
                        "factor_add",
                        "totp_added",
                        () -> {
                            factors.addTotp(actor.userName(), seed, code);
                            return codesIfNone(actor);
                        });
        offers.forget(actor.sessionId());
        return new Added(entrance.strengthen(actor, Factor.TOTP, request, response), codes);
    }

    /// Keeps a passkey that the browser has made. The session counts as proved with it.
    ///
    /// @throws ApiException 400 `passkey_refused`
    Added addPasskey(
            Actor actor,
            String name,
            Passkeys.Registration registration,
            HttpServletRequest request,
            HttpServletResponse response) {
        List<String> codes =
                change(
                        actor,
                        "factor_add",
                        "passkey_added",
                        () -> {
                            passkeys.finishRegistration(
                                    actor.userName(), Site.of(request), name, registration);
                            return codesIfNone(actor);
                        });
        return new Added(entrance.strengthen(actor, Factor.PASSKEY, request, response), codes);
    }

    /// Gives a passkey another name.
    void renamePasskey(Actor actor, String publicId, String name) {
        change(
                actor,
                "factor_rename",
                "passkey_renamed",
                () -> {
                    passkeys.rename(actor.userName(), publicId, name);
                    return actor;
                });
    }

    /// Removes a passkey.
    void removePasskey(Actor actor, String publicId) {
        change(
                actor,
                "factor_remove",
                "passkey_removed",
                () -> {
                    factors.removePasskey(actor.userName(), publicId, mustKeepOne(actor));
                    return actor;
                });
    }

    /// Removes the app.
    void removeTotp(Actor actor) {
        change(
                actor,
                "factor_remove",
                "totp_removed",
                () -> {
                    factors.removeTotp(actor.userName(), mustKeepOne(actor));
                    return actor;
                });
    }

    /// New recovery codes in place of the old ones.
    ///
    /// @throws ApiException 409 `no_second_factor` when there is nothing they could stand in for
    List<String> renewRecoveryCodes(Actor actor) {
        return change(
                actor,
                "recovery_codes",
                "recovery_codes_made",
                () -> {
                    if (!factors.isEnrolled(actor.userName())) {
                        throw ApiException.of(HttpStatus.CONFLICT, "no_second_factor");
                    }
                    return factors.renewRecoveryCodes(actor.userName());
                });
    }

    private List<String> codesIfNone(Actor actor) {
        return factors.state(actor.userName()).recoveryCodesLeft() == 0
                ? factors.renewRecoveryCodes(actor.userName())
                : List.of();
    }

    /// An administrator who has had a second factor keeps one (A12), and whoever must have one.
    private boolean mustKeepOne(Actor actor) {
        return actor.role() == Role.ADMIN || required.of(actor.role());
    }

    private <T> T change(Actor actor, String operation, String outcome, Supplier<T> work) {
        Intent intent =
                Intent.of(
                        actor, LogType.ACCOUNT, operation, actor.userName(), "account", operation);
        try {
            T done =
                    transaction.execute(status -> {
                        T made = work.get();
                        log.note(intent, RetStatus.SUCCEEDED, Outcome.of(outcome));
                        return made;
                    });
            if (done == null) {
                throw new IllegalStateException("a transaction gave nothing back");
            }
            return done;
        } catch (ApiException e) {
            throw e.status().is4xxClientError() ? refusals.refuse(intent, e) : e;
        }
    }
}
