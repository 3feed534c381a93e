package dev.procdeck.server.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.procdeck.server.factors.Factors;
import dev.procdeck.server.factors.Passkey;
import dev.procdeck.server.http.ApiException;
import dev.procdeck.server.http.FieldProblem;
import dev.procdeck.server.security.Actor;
import dev.procdeck.server.security.Gate;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/account/…`: one's own second factors.
@RestController
@RequestMapping("/api/v1/account")
public class FactorsController {
    private final Factors factors;
    private final AccountFactors own;
    private final SessionViews views;

    FactorsController(Factors factors, AccountFactors own, SessionViews views) {
        this.factors = factors;
        this.own = own;
        this.views = views;
    }

    /// The second factors of the account.
    ///
    /// @param totpSince when the authenticator app was added; absent without one
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record FactorsView(
            @Nullable Instant totpSince, int recoveryCodesLeft, List<PasskeyItem> passkeys) {}

    /// A passkey.
    ///
    /// @param hostName the name in the address bar under which it works
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PasskeyItem(
            String id,
            String name,
            String hostName,
            Instant createdAt,
            @Nullable Instant lastUsedAt) {
        static PasskeyItem of(Passkey passkey) {
            return new PasskeyItem(
                    passkey.publicId(),
                    passkey.name(),
                    passkey.rpId(),
                    passkey.createdAt(),
                    passkey.lastUsedAt());
        }
    }

    /// A seed for an authenticator app, shown this once.
    ///
    /// @param secret base 32, for typing
    /// @param uri the same as a QR code holds it
    public record TotpOffer(String secret, String uri) {}

    /// A code of the app.
    public record TotpConfirmRequest(@Nullable String code) {}

    /// What came of adding a factor.
    ///
    /// @param recoveryCodes new recovery codes, shown this once; empty when there were some
    public record FactorAdded(SessionView session, List<String> recoveryCodes) {}

    /// New recovery codes, shown this once.
    public record RecoveryCodes(List<String> recoveryCodes) {}

    /// What the account has.
    @GetMapping("/factors")
    @Gate
    public FactorsView listFactors(Actor actor) {
        Factors.State state = factors.state(actor.userName());
        return new FactorsView(
                state.totpSince(),
                state.recoveryCodesLeft(),
                state.passkeys().stream().map(PasskeyItem::of).toList());
    }

    /// Offers a seed; the app counts once a code of it has come back.
    @PostMapping("/totp")
    @Gate(stepUp = true, factorDue = true)
    public TotpOffer offerTotp(Actor actor, HttpServletRequest request) {
        String secret = own.offerSeed(actor).secret();
        String label =
                encode("Procdeck " + request.getServerName()) + ":" + encode(actor.userName());
        return new TotpOffer(
                secret,
                "otpauth://totp/%s?secret=%s&issuer=%s"
                        .formatted(label, secret, encode("Procdeck " + request.getServerName())));
    }

    /// Adds the app that the seed was offered to, in place of an older one.
    @PostMapping("/totp/confirm")
    @Gate(stepUp = true, factorDue = true)
    public FactorAdded confirmTotp(
            @RequestBody TotpConfirmRequest body,
            Actor actor,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (body.code() == null || body.code().isBlank()) {
            throw ApiException.invalid(FieldProblem.of("code", "required"));
        }
        AccountFactors.Added added = own.confirmTotp(actor, body.code(), request, response);
        return new FactorAdded(views.of(added.actor()), added.recoveryCodes());
    }

    /// Removes the app.
    @DeleteMapping("/totp")
    @Gate(stepUp = true)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    public void removeTotp(Actor actor) {
        own.removeTotp(actor);
    }

    /// Makes new recovery codes; the old ones are void.
    @PostMapping("/recovery-codes")
    @Gate(stepUp = true)
    public RecoveryCodes renewRecoveryCodes(Actor actor) {
        return new RecoveryCodes(own.renewRecoveryCodes(actor));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
