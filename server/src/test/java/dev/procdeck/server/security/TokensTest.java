package dev.procdeck.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.MethodParameter;
import org.springframework.security.core.context.SecurityContextHolder;

/// The words, tokens and codes that authorisation is made of (A2, A7, A10).
class TokensTest {
    @AfterEach
    void signOut() {
        SecurityContextHolder.clearContext();
    }

    @Test
    void tokensAreLongAndNeverTheSame() {
        Set<String> tokens = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            assertThat(Secrets.token()).matches("[A-Za-z0-9_-]{43}");
            assertThat(Secrets.id()).matches("[0-9a-f]{32}");
            tokens.add(Secrets.token());
            tokens.add(Secrets.id());
        }
        assertThat(tokens).hasSize(200);
        assertThat(Secrets.bytes(32)).hasSize(32).isNotEqualTo(new byte[32]);
    }

    @Test
    void codesAreGroupsOfFourThatCanBeRead() {
        Set<String> letters = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            assertThat(Secrets.code(4)).matches("[0-9A-HJKMNP-TV-Z]{4}");
            String code = Secrets.code(26);
            assertThat(code).matches("([0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{2}");
            letters.addAll(List.of(code.replace("-", "").split("")));
        }
        assertThat(letters).as("every letter comes").hasSize(32);
    }

    @ParameterizedTest
    @CsvSource({"abcd-ef12, ABCDEF12", "' ab cd\t', ABCD", "oO0, 000", "iIlL1, 11111", "xyz, XYZ"})
    void aTypedCodeIsReadAsItWasMeant(String typed, String meant) {
        assertThat(Secrets.plainCode(typed)).isEqualTo(meant);
    }

    @Test
    void hashesAreSha256() {
        assertThat(Secrets.sha256("abc"))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void factorsAreKeptAsWords() {
        assertThat(Factor.words(Set.of(Factor.PASSKEY, Factor.PASSWORD)))
                .isEqualTo("password passkey");
        assertThat(Factor.ofWords("password passkey"))
                .containsExactlyInAnyOrder(Factor.PASSWORD, Factor.PASSKEY);
        assertThat(Factor.ofWords("")).isEmpty();
        assertThatThrownBy(() -> Factor.ofWords("password biometrics"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(Factor.SECOND).doesNotContain(Factor.PASSWORD);
        for (Factor factor : Factor.values()) {
            assertThat(Factor.of(factor.word())).isEqualTo(factor);
        }
    }

    @Test
    void onlyAnActorIsHandedToControllers() throws Exception {
        ActorArgument argument = new ActorArgument(new Actors());
        Actor actor = GateTest.actor(Role.VIEWER, false, Instant.EPOCH);
        MethodParameter right = new MethodParameter(Actors.class.getDeclaredMethod("current"), -1);
        MethodParameter wrong = new MethodParameter(Actors.class.getDeclaredMethod("find"), -1);
        assertThat(argument.supportsParameter(right)).isTrue();
        assertThat(argument.supportsParameter(wrong)).isFalse();
        SecurityContextHolder.getContext().setAuthentication(new ActorAuthentication(actor));
        assertThat(argument.resolveArgument(right, null, null, null)).isEqualTo(actor);
        assertThat(StepUp.required().code()).isEqualTo("step_up_required");
        assertThat(StepUp.secondFactorRequired().code()).isEqualTo("second_factor_required");
    }
}
