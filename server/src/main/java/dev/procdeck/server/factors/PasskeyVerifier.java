package dev.procdeck.server.factors;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecord;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticationRequest;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.RegistrationRequest;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.util.exception.WebAuthnException;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/// What an authenticator has signed, judged by webauthn4j: the origin, the host name, the
/// challenge, the signature, and that its user was verified. Who made the authenticator is not
/// asked. Made at the first use, since most servers never see a passkey. Thread-safe.
@Component
@Lazy
class PasskeyVerifier {
    private static final List<PublicKeyCredentialParameters> ALGORITHMS =
            List.of(
                    algorithm(COSEAlgorithmIdentifier.EdDSA),
                    algorithm(COSEAlgorithmIdentifier.ES256),
                    algorithm(COSEAlgorithmIdentifier.RS256));

    private final ObjectConverter converter = new ObjectConverter();
    private final WebAuthnManager webAuthn =
            WebAuthnManager.createNonStrictWebAuthnManager(converter);
    private final AttestedCredentialDataConverter credentials =
            new AttestedCredentialDataConverter(converter);

    /// The page that the browser says it shows, and the challenge it was given.
    ///
    /// @param origin `https://name:port`
    /// @param rpId the host name
    record Place(String origin, String rpId, String challenge) {
        private ServerProperty property() {
            return new ServerProperty(
                    Origin.create(origin), rpId, new DefaultChallenge(decode(challenge)));
        }
    }

    /// A credential that an authenticator has made.
    record Made(String credentialId, String credentialData, long signCount) {}

    /// The answer does not hold.
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(Throwable cause) {
            super(cause);
        }
    }

    /// The numbers of the algorithms, for the browser.
    static List<Long> algorithms() {
        return ALGORITHMS.stream().map(each -> each.getAlg().getValue()).toList();
    }

    Made register(Place place, String clientData, String attestation) throws Refused {
        try {
            RegistrationData data =
                    webAuthn.verify(
                            new RegistrationRequest(decode(attestation), decode(clientData)),
                            new RegistrationParameters(place.property(), ALGORITHMS, true, true));
            var authenticator =
                    Objects.requireNonNull(data.getAttestationObject()).getAuthenticatorData();
            AttestedCredentialData made =
                    Objects.requireNonNull(authenticator.getAttestedCredentialData());
            return new Made(
                    encode(made.getCredentialId()),
                    encode(credentials.convert(made)),
                    authenticator.getSignCount());
        } catch (WebAuthnException | IllegalArgumentException | NullPointerException e) {
            throw new Refused(e);
        }
    }

    /// The authenticator's counter, once everything holds.
    long authenticate(
            Place place, Passkey passkey, String clientData, String authenticator, String signature)
            throws Refused {
        try {
            CredentialRecord record =
                    new CredentialRecordImpl(
                            new NoneAttestationStatement(),
                            null,
                            null,
                            null,
                            passkey.signCount(),
                            credentials.convert(decode(passkey.credentialData())),
                            null,
                            null,
                            null,
                            null);
            AuthenticationData data =
                    webAuthn.verify(
                            new AuthenticationRequest(
                                    decode(passkey.credentialId()),
                                    decode(authenticator),
                                    decode(clientData),
                                    decode(signature)),
                            new AuthenticationParameters(
                                    place.property(),
                                    record,
                                    List.of(decode(passkey.credentialId())),
                                    true,
                                    true));
            return Objects.requireNonNull(data.getAuthenticatorData()).getSignCount();
        } catch (WebAuthnException | IllegalArgumentException | NullPointerException e) {
            throw new Refused(e);
        }
    }

    private static PublicKeyCredentialParameters algorithm(COSEAlgorithmIdentifier id) {
        return new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, id);
    }

    private static byte[] decode(String text) {
        return Base64.getUrlDecoder().decode(text);
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
