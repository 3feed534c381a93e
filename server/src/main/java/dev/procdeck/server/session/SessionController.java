package dev.procdeck.server.session;

import dev.procdeck.server.http.ApiException;
import dev.procdeck.server.http.FieldProblem;
import dev.procdeck.server.security.Actor;
import dev.procdeck.server.security.Actors;
import dev.procdeck.server.security.Factor;
import dev.procdeck.server.security.Gate;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/session`: sign in, who am I, prove a factor, sign out.
@RestController
@RequestMapping("/api/v1/session")
public class SessionController {
    private final SignIn signIn;
    private final SecondFactor secondFactor;
    private final SessionViews views;
    private final Actors actors;

    SessionController(SignIn signIn, SecondFactor secondFactor, SessionViews views, Actors actors) {
        this.signIn = signIn;
        this.secondFactor = secondFactor;
        this.views = views;
        this.actors = actors;
    }

    /// What sign-in takes.
    public record SignInRequest(@Nullable String userName, @Nullable String password) {}

    /// What step-up takes.
    public record StepUpRequest(@Nullable String password) {}

    /// What a second factor takes; one of the two.
    public record SecondFactorRequest(@Nullable String code, @Nullable String recoveryCode) {}

    /// Who I am; for everybody, so that the page knows whether to show the sign-in.
    @GetMapping
    @Gate(open = true)
    public SessionView getSession() {
        return views.of(actors.find().orElse(null));
    }

    /// Signs in.
    @PostMapping
    @Gate(open = true)
    public SessionView signIn(
            @RequestBody SignInRequest body,
            HttpServletRequest request,
            HttpServletResponse response) {
        String userName = required("userName", body.userName());
        String password = required("password", body.password());
        return views.of(signIn.signIn(userName, password, request, response));
    }

    /// Proves the password again for sensitive acts.
    @PostMapping("/step-up")
    @Gate(factorDue = true)
    public SessionView stepUp(
            @RequestBody StepUpRequest body,
            Actor actor,
            HttpServletRequest request,
            HttpServletResponse response) {
        return views.of(
                signIn.stepUp(actor, required("password", body.password()), request, response));
    }

    /// Takes a second factor's code: completes a sign-in, or renews it for sensitive acts.
    @PostMapping("/second-factor")
    @Gate(factorMissing = true)
    public SessionView proveSecondFactor(
            @RequestBody SecondFactorRequest body,
            Actor actor,
            HttpServletRequest request,
            HttpServletResponse response) {
        boolean recovery = body.recoveryCode() != null;
        String code =
                recovery
                        ? required("recoveryCode", body.recoveryCode())
                        : required("code", body.code());
        Factor factor = recovery ? Factor.RECOVERY_CODE : Factor.TOTP;
        return views.of(secondFactor.prove(actor, factor, code, request, response));
    }

    /// Signs out.
    @DeleteMapping
    @Gate(factorMissing = true, factorDue = true)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    public void signOut(Actor actor, HttpServletResponse response) {
        signIn.signOut(actor, response);
    }

    private static String required(String field, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw ApiException.invalid(FieldProblem.of(field, "required"));
        }
        return value;
    }
}
