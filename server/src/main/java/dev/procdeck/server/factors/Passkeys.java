package dev.procdeck.server.factors;

import dev.procdeck.server.http.ApiException;
import dev.procdeck.server.http.FieldProblem;
import dev.procdeck.server.security.Secrets;
import java.time.Clock;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;

/// Passkeys (WebAuthn level 2): what the browser is asked, and what its answer proves. A passkey
/// belongs to the host name it was made under. Thread-safe.
@Service
public class Passkeys {
    private static final Logger LOG = LoggerFactory.getLogger(Passkeys.class);
    private static final int MAX_PER_ACCOUNT = 20;
    private static final int MAX_NAME_LENGTH = 60;
    private static final String REGISTER = "register ";
    private static final String AUTHENTICATE = "authenticate ";

    private final PasskeyRepository passkeys;
    private final PasskeyChallenges challenges;
    private final ObjectProvider<PasskeyVerifier> verifier;
    private final Clock clock;

    Passkeys(
            PasskeyRepository passkeys,
            PasskeyChallenges challenges,
            ObjectProvider<PasskeyVerifier> verifier,
            Clock clock) {
        this.passkeys = passkeys;
        this.challenges = challenges;
        this.verifier = verifier;
        this.clock = clock;
    }

    /// What the browser needs to make a passkey; binary values are base64url.
    ///
    /// @param userHandle what the authenticator files the account under; says nothing about it
    /// @param exclude credentials that the account has already
    public record RegistrationOptions(
            String challenge,
            String rpId,
            String userHandle,
            String userName,
            List<Long> algorithms,
            List<String> exclude,
            long timeoutMillis) {}

    /// What the browser needs to ask for a passkey.
    ///
    /// @param allow the credentials that count; empty for whichever the authenticator has for this
    ///   host
    public record AuthenticationOptions(
            String challenge, String rpId, List<String> allow, long timeoutMillis) {}

    /// The answer to [RegistrationOptions].
    public record Registration(String challenge, String clientData, String attestation) {}

    /// The answer to [AuthenticationOptions].
    public record Assertion(
            String credentialId,
            String challenge,
            String clientData,
            String authenticatorData,
            String signature) {}

    /// Asks for a new passkey of this account.
    ///
    /// @throws ApiException 400 `passkey_needs_name`, 409 `too_many_passkeys`
    public RegistrationOptions startRegistration(String userName, Site site) {
        site.requireName();
        List<Passkey> all = passkeys.findByUserNameOrderByCreatedAt(userName);
        if (all.size() >= MAX_PER_ACCOUNT) {
            throw ApiException.of(HttpStatus.CONFLICT, "too_many_passkeys");
        }
        byte[] handle =
                HexFormat.of().parseHex(Secrets.sha256("passkey " + site.rpId() + " " + userName));
        return new RegistrationOptions(
                challenges.make(REGISTER + userName),
                site.rpId(),
                Base64.getUrlEncoder().withoutPadding().encodeToString(handle),
                userName,
                PasskeyVerifier.algorithms(),
                all.stream()
                        .filter(passkey -> passkey.rpId().equals(site.rpId()))
                        .map(Passkey::credentialId)
                        .toList(),
                PasskeyChallenges.LIFETIME.toMillis());
    }

    /// Keeps the passkey that the browser has made.
    ///
    /// @throws ApiException 400 `passkey_refused` when the answer does not hold
    public Passkey finishRegistration(
            String userName, Site site, String name, Registration answer) {
        String title = title(name);
        try {
            PasskeyVerifier.Made made =
                    verifier.getObject()
                            .register(
                                    place(site, answer.challenge(), REGISTER + userName),
                                    answer.clientData(),
                                    answer.attestation());
            return passkeys.save(
                    new Passkey(
                            null,
                            Secrets.id(),
                            userName,
                            title,
                            site.rpId(),
                            made.credentialId(),
                            made.credentialData(),
                            made.signCount(),
                            clock.instant(),
                            null));
        } catch (PasskeyVerifier.Refused | DuplicateKeyException e) {
            LOG.info("a new passkey was refused: {}", String.valueOf(e.getCause()));
            throw ApiException.of(HttpStatus.BAD_REQUEST, "passkey_refused");
        }
    }

    /// Gives a passkey of this account another name.
    ///
    /// @throws ApiException 404, 400 for a name that is none
    public void rename(String userName, String publicId, String name) {
        if (passkeys.rename(userName, publicId, title(name)) == 0) {
            throw ApiException.notFound();
        }
    }

    private static String title(String name) {
        String title = name.strip();
        if (title.isEmpty() || title.length() > MAX_NAME_LENGTH) {
            throw ApiException.invalid(
                    title.isEmpty()
                            ? FieldProblem.of("name", "required")
                            : FieldProblem.of("name", "too_long", Map.of("max", MAX_NAME_LENGTH)));
        }
        return title;
    }

    /// Asks for a passkey: of this account, or of whoever is there when nobody is named.
    ///
    /// @throws ApiException 400 `passkey_needs_name`
    public AuthenticationOptions startAuthentication(Optional<String> userName, Site site) {
        site.requireName();
        List<String> allow =
                userName.map(name ->
                                passkeys.findByUserNameOrderByCreatedAt(name).stream()
                                        .filter(passkey -> passkey.rpId().equals(site.rpId()))
                                        .map(Passkey::credentialId)
                                        .toList())
                        .orElse(List.of());
        return new AuthenticationOptions(
                challenges.make(AUTHENTICATE + userName.orElse("")),
                site.rpId(),
                allow,
                PasskeyChallenges.LIFETIME.toMillis());
    }

    /// The account whose passkey has answered; nothing when the answer does not hold. The challenge
    /// is used up in any case.
    ///
    /// @param userName whose passkey it must be, if somebody's
    public Optional<String> finishAuthentication(
            Optional<String> userName, Site site, Assertion answer) {
        try {
            PasskeyVerifier.Place place =
                    place(site, answer.challenge(), AUTHENTICATE + userName.orElse(""));
            Passkey passkey =
                    passkeys.findByCredentialId(answer.credentialId())
                            .filter(found -> found.rpId().equals(site.rpId()))
                            .filter(found -> userName.map(found.userName()::equals).orElse(true))
                            .orElse(null);
            if (passkey == null) {
                return Optional.empty();
            }
            long count =
                    verifier.getObject()
                            .authenticate(
                                    place,
                                    passkey,
                                    answer.clientData(),
                                    answer.authenticatorData(),
                                    answer.signature());
            passkeys.save(passkey.withUse(count, clock.instant()));
            return Optional.of(passkey.userName());
        } catch (PasskeyVerifier.Refused e) {
            LOG.info("a passkey was refused: {}", String.valueOf(e.getCause()));
            return Optional.empty();
        }
    }

    private PasskeyVerifier.Place place(Site site, String challenge, String purpose)
            throws PasskeyVerifier.Refused {
        String made =
                challenges
                        .take(challenge, purpose)
                        .orElseThrow(() ->
                                new PasskeyVerifier.Refused(
                                        new IllegalArgumentException("no such challenge")));
        return new PasskeyVerifier.Place(site.origin(), site.rpId(), made);
    }
}
