package dev.procdeck.server.factors;

import dev.procdeck.server.http.ApiException;
import dev.procdeck.server.security.Secrets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The second factors of the accounts: keeps them and judges codes. Codes of an app follow the wall
/// clock, as the app does. Thread-safe.
@Service
public class Factors {
    private static final int RECOVERY_CODES = 10;
    private static final int RECOVERY_LETTERS = 16;

    private final TotpFactorRepository totps;
    private final RecoveryCodeRepository recoveryCodes;
    private final PasskeyRepository passkeys;
    private final FactorKey key;
    private final Clock clock;

    Factors(
            TotpFactorRepository totps,
            RecoveryCodeRepository recoveryCodes,
            PasskeyRepository passkeys,
            FactorKey key,
            Clock clock) {
        this.totps = totps;
        this.recoveryCodes = recoveryCodes;
        this.passkeys = passkeys;
        this.key = key;
        this.clock = clock;
    }

    /// A seed that nobody uses yet.
    ///
    /// @param secret in base 32, as an app takes it
    public record Seed(byte[] bytes, String secret) {}

    /// What an account has.
    ///
    /// @param totpSince when its authenticator app was added
    public record State(
            @Nullable Instant totpSince, int recoveryCodesLeft, List<Passkey> passkeys) {
        public State {
            passkeys = List.copyOf(passkeys);
        }

        /// How many second factors there are; recovery codes only stand in for one.
        public int count() {
            return passkeys.size() + (totpSince == null ? 0 : 1);
        }
    }

    /// Whether the account has a second factor, without which no session of it is complete.
    public boolean isEnrolled(String userName) {
        return totps.existsByUserName(userName) || passkeys.existsByUserName(userName);
    }

    /// What the account has.
    public State state(String userName) {
        return new State(
                totps.findByUserName(userName).map(TotpFactor::createdAt).orElse(null),
                recoveryCodes.countByUserNameAndUsedAtIsNull(userName),
                passkeys.findByUserNameOrderByCreatedAt(userName));
    }

    /// A fresh seed.
    public Seed newSeed() {
        byte[] bytes = Secrets.bytes(Totp.SEED_BYTES);
        return new Seed(bytes, Base32.encode(bytes));
    }

    /// Keeps a seed once the app has shown that it has it, in place of an older one; the code that
    /// showed it is used up.
    ///
    /// @throws ApiException 400 `wrong_code` when the code is not the seed's
    @Transactional
    public void addTotp(String userName, Seed seed, String code) {
        OptionalLong step = Totp.match(seed.bytes(), plainDigits(code), clock.instant());
        if (step.isEmpty()) {
            throw ApiException.of(HttpStatus.BAD_REQUEST, "wrong_code");
        }
        totps.remove(userName);
        totps.save(
                new TotpFactor(
                        null,
                        userName,
                        key.seal(userName, seed.bytes()),
                        step.getAsLong(),
                        clock.instant()));
    }

    /// Whether this is a code of the account's app that was not used before. A right one is used up
    /// by the question.
    public boolean proveTotp(String userName, String code) {
        TotpFactor factor = totps.findByUserName(userName).orElse(null);
        if (factor == null) {
            return false;
        }
        byte[] seed = key.open(userName, factor.seed());
        OptionalLong step = Totp.match(seed, plainDigits(code), clock.instant());
        return step.isPresent() && totps.take(userName, step.getAsLong()) == 1;
    }

    /// Whether this is an unused recovery code of the account. A right one is used up by the
    /// question.
    public boolean useRecoveryCode(String userName, String code) {
        return recoveryCodes.use(userName, hash(userName, code), clock.instant()) == 1;
    }

    /// Makes new recovery codes in place of all older ones; only their hashes are kept.
    @Transactional
    public List<String> renewRecoveryCodes(String userName) {
        List<String> codes =
                Stream.generate(() -> Secrets.code(RECOVERY_LETTERS))
                        .limit(RECOVERY_CODES)
                        .toList();
        recoveryCodes.removeAll(userName);
        recoveryCodes.saveAll(
                codes.stream()
                        .map(code -> new RecoveryCode(null, userName, hash(userName, code), null))
                        .toList());
        return codes;
    }

    /// Removes the authenticator app.
    ///
    /// @param keepOne whether the account may not be left without a second factor (A12)
    /// @throws ApiException 404, 409 `last_factor`
    @Transactional
    public void removeTotp(String userName, boolean keepOne) {
        keepLast(userName, keepOne);
        if (totps.remove(userName) == 0) {
            throw ApiException.notFound();
        }
        dropIdleRecoveryCodes(userName);
    }

    /// Removes a passkey; see [#removeTotp].
    @Transactional
    public void removePasskey(String userName, String publicId, boolean keepOne) {
        keepLast(userName, keepOne);
        if (passkeys.remove(userName, publicId) == 0) {
            throw ApiException.notFound();
        }
        dropIdleRecoveryCodes(userName);
    }

    /// Removes everything: its owner has lost it all.
    ///
    /// @return whether there was anything
    @Transactional
    public boolean removeAll(String userName) {
        int removed = totps.remove(userName) + passkeys.removeAll(userName);
        recoveryCodes.removeAll(userName);
        return removed > 0;
    }

    private void keepLast(String userName, boolean keepOne) {
        if (keepOne && state(userName).count() == 1) {
            throw ApiException.of(HttpStatus.CONFLICT, "last_factor");
        }
    }

    private void dropIdleRecoveryCodes(String userName) {
        if (!isEnrolled(userName)) {
            recoveryCodes.removeAll(userName);
        }
    }

    /// Apps show a code with a gap in its middle.
    private static String plainDigits(String code) {
        return code.replaceAll("\\s", "");
    }

    private static String hash(String userName, String code) {
        return Secrets.sha256(userName + " " + Secrets.plainCode(code));
    }
}
