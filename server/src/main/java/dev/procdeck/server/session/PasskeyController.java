package dev.procdeck.server.session;

import dev.procdeck.server.factors.Passkeys;
import dev.procdeck.server.factors.Site;
import dev.procdeck.server.http.ApiException;
import dev.procdeck.server.http.FieldProblem;
import dev.procdeck.server.security.Actor;
import dev.procdeck.server.security.Actors;
import dev.procdeck.server.security.Gate;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Passkeys: signing in, completing a sign-in and stepping up with one; adding and removing one's
/// own. Binary values are base64url without padding.
@RestController
public class PasskeyController {
    private final Passkeys passkeys;
    private final PasskeySignIn signIn;
    private final AccountFactors own;
    private final SessionViews views;
    private final Actors actors;

    PasskeyController(
            Passkeys passkeys,
            PasskeySignIn signIn,
            AccountFactors own,
            SessionViews views,
            Actors actors) {
        this.passkeys = passkeys;
        this.signIn = signIn;
        this.own = own;
        this.views = views;
        this.actors = actors;
    }

    /// A passkey that the browser has made.
    public record PasskeyAddRequest(
            @Nullable String name,
            @Nullable String challenge,
            @Nullable String clientData,
            @Nullable String attestation) {}

    /// @param name what its owner calls it from now on
    public record PasskeyRenameRequest(@Nullable String name) {}

    /// What a passkey has signed.
    public record PasskeyProof(
            @Nullable String credentialId,
            @Nullable String challenge,
            @Nullable String clientData,
            @Nullable String authenticatorData,
            @Nullable String signature) {}

    /// Asks for a passkey: of the session's account, or of anybody's when there is no session.
    @PostMapping("/api/v1/session/passkey/options")
    @Gate(open = true)
    public Passkeys.AuthenticationOptions askForPasskey(HttpServletRequest request) {
        return passkeys.startAuthentication(actors.find().map(Actor::userName), Site.of(request));
    }

    /// Signs in with a passkey, completes a sign-in, or renews it for sensitive acts.
    @PostMapping("/api/v1/session/passkey")
    @Gate(open = true)
    public SessionView provePasskey(
            @RequestBody PasskeyProof body,
            HttpServletRequest request,
            HttpServletResponse response) {
        Passkeys.Assertion assertion =
                new Passkeys.Assertion(
                        required("credentialId", body.credentialId()),
                        required("challenge", body.challenge()),
                        required("clientData", body.clientData()),
                        required("authenticatorData", body.authenticatorData()),
                        required("signature", body.signature()));
        return views.of(signIn.prove(actors.find(), assertion, request, response));
    }

    /// Asks the browser to make a passkey.
    @PostMapping("/api/v1/account/passkeys/options")
    @Gate(stepUp = true, factorDue = true)
    public Passkeys.RegistrationOptions askForNewPasskey(Actor actor, HttpServletRequest request) {
        return passkeys.startRegistration(actor.userName(), Site.of(request));
    }

    /// Keeps the passkey that the browser has made.
    @PostMapping("/api/v1/account/passkeys")
    @Gate(stepUp = true, factorDue = true)
    public FactorsController.FactorAdded addPasskey(
            @RequestBody PasskeyAddRequest body,
            Actor actor,
            HttpServletRequest request,
            HttpServletResponse response) {
        Passkeys.Registration registration =
                new Passkeys.Registration(
                        required("challenge", body.challenge()),
                        required("clientData", body.clientData()),
                        required("attestation", body.attestation()));
        AccountFactors.Added added =
                own.addPasskey(
                        actor, required("name", body.name()), registration, request, response);
        return new FactorsController.FactorAdded(views.of(added.actor()), added.recoveryCodes());
    }

    /// Gives a passkey another name. Nothing that protects the account changes, so nothing is to be
    /// proved again.
    @PatchMapping("/api/v1/account/passkeys/{id}")
    @Gate
    @ResponseStatus(HttpStatus.NO_CONTENT)
    public void renamePasskey(
            @PathVariable String id, @RequestBody PasskeyRenameRequest body, Actor actor) {
        own.renamePasskey(actor, id, required("name", body.name()));
    }

    /// Removes a passkey.
    @DeleteMapping("/api/v1/account/passkeys/{id}")
    @Gate(stepUp = true)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    public void removePasskey(@PathVariable String id, Actor actor) {
        own.removePasskey(actor, id);
    }

    private static String required(String field, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw ApiException.invalid(FieldProblem.of(field, "required"));
        }
        return value;
    }
}
