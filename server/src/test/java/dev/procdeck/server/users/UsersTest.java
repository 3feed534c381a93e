package dev.procdeck.server.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procdeck.server.http.ApiException;
import dev.procdeck.server.security.Role;
import dev.procdeck.server.testing.Browser;
import dev.procdeck.server.testing.Browser.Answer;
import dev.procdeck.server.testing.ServerTest;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/// Accounts and their rules (A1, A5, A6, A9, Z4).
class UsersTest extends ServerTest {
    private static final String ADD = "{\"userName\":\"%s\",\"role\":\"%s\",\"password\":\"%s\"}";

    @Autowired private PasswordHasher hasher;
    @Autowired private AppUserRepository rows;

    @Test
    @DisplayName("A9, U7: changes of accounts count at the next request and are records")
    void anAdministratorAddsChangesAndDisablesAccounts() {
        Browser admin = signedIn(Role.ADMIN);

        Answer added = admin.post("/api/v1/users", ADD.formatted("zhang.wei", "viewer", PASSWORD));
        assertThat(added.status()).isEqualTo(201);
        assertThat(added.body()).doesNotContain("argon2").doesNotContain(PASSWORD);
        Browser theirs = signedIn(users.require("zhang.wei"));
        assertThat(theirs.get("/api/v1/users").status()).isEqualTo(403);

        assertThat(admin.patch("/api/v1/users/zhang.wei", "{\"role\":\"admin\"}").status())
                .isEqualTo(200);
        assertThat(theirs.get("/api/v1/users").status()).isEqualTo(200);
        assertThat(admin.patch("/api/v1/users/zhang.wei", "{\"role\":\"operator\"}").status())
                .isEqualTo(200);
        assertThat(theirs.get("/api/v1/users").status()).isEqualTo(403);

        assertThat(admin.patch("/api/v1/users/zhang.wei", "{\"disabled\":true}").status())
                .isEqualTo(200);
        assertThat(theirs.get("/api/v1/operations").status()).isEqualTo(401);
        assertThat(admin.patch("/api/v1/users/zhang.wei", "{\"disabled\":false}").status())
                .isEqualTo(200);
        assertThat(theirs.get("/api/v1/operations").status()).isEqualTo(401);

        String log = admin.get("/api/v1/operations?logType=account&q=zhang.wei").body();
        assertThat(log).contains("user_add", "user_role", "user_disable", "user_enable");
    }

    @Test
    @DisplayName("A9: an account changed by another program counts at the next request")
    void anAccountChangedBesideTheServerCountsAtTheNextRequest() {
        AppUser user = account(Role.ADMIN);
        Browser browser = signedIn(user);
        assertThat(browser.get("/api/v1/users").status()).isEqualTo(200);
        rows.save(rows.findByUserKey(user.userKey()).orElseThrow().withDisabled(true));
        assertThat(browser.get("/api/v1/users").status()).isEqualTo(401);
    }

    @Test
    void nobodyChangesOnesOwnRoleOrDisablesOneself() {
        AppUser user = account(Role.ADMIN);
        Browser admin = signedIn(user);
        String self = "/api/v1/users/" + user.userName();
        for (String body : List.of("{\"role\":\"viewer\"}", "{\"disabled\":true}")) {
            Answer answer = admin.patch(self, body);
            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.code()).isEqualTo("own_account");
            long record = answer.json().path("operationId").asLong();
            assertThat(
                            admin.get("/api/v1/operations/" + record)
                                    .json()
                                    .path("retStatus")
                                    .asString())
                    .isEqualTo("refused");
        }
    }

    @Test
    void theLastAdministratorStays() {
        AppUser last = account(Role.ADMIN);
        List<AppUser> others =
                users.list().stream()
                        .filter(user -> user.role() == Role.ADMIN && !user.disabled())
                        .filter(user -> !user.userName().equals(last.userName()))
                        .toList();
        others.forEach(user -> accounts.setDisabled(Author.ofConsole(), user.userName(), true));
        try {
            assertThatThrownBy(
                            () -> accounts.setDisabled(Author.ofConsole(), last.userName(), true))
                    .isInstanceOf(ApiException.class)
                    .hasMessage("last_admin");
            assertThatThrownBy(() ->
                            accounts.changeRole(Author.ofConsole(), last.userName(), Role.OPERATOR))
                    .hasMessage("last_admin");
        } finally {
            others.forEach(
                    user -> accounts.setDisabled(Author.ofConsole(), user.userName(), false));
        }
    }

    @ParameterizedTest
    @DisplayName("A6: short and common passwords are rejected")
    @ValueSource(
            strings = {"short", "Xk7-mQz", "password1", "PASSWORD123", "12345678", "qwertyuiop"})
    void aPasswordThatEverybodyTriesIsNotTaken(String password) {
        Answer answer =
                signedIn(Role.ADMIN)
                        .post("/api/v1/users", ADD.formatted("never-added", "viewer", password));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("errors").path(0).path("field").asString())
                .isEqualTo("password");
        assertThat(users.find("never-added")).isEmpty();
    }

    @Test
    @DisplayName("A6: eight characters are enough")
    void eightCharactersAreTaken() {
        Answer answer =
                signedIn(Role.ADMIN)
                        .post("/api/v1/users", ADD.formatted("eight.chars", "viewer", "Xk7-mQz9"));
        assertThat(answer.status()).isEqualTo(201);
    }

    @Test
    @DisplayName("A6: long passwords of any characters are taken whole")
    void longPasswordsAndAnyCharactersAreTakenWhole() {
        String base = "长口令 with spaces \uD83D\uDE00 ".repeat(8);
        AppUser user = accounts.add(Author.ofConsole(), "long.password", Role.VIEWER, base + "1");
        assertThat(users.prove(user.userName(), base + "1")).isPresent();
        assertThat(users.prove(user.userName(), base + "2")).isEmpty();
        assertThat(users.prove(user.userName(), base)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "a b", "a/b", "<a>", "a\\nb", ".a", "a\u202eb"})
    void aNameMustBeOne(String name) {
        String text = name.replace("\n", "\\n");
        assertThat(
                        signedIn(Role.ADMIN)
                                .post("/api/v1/users", ADD.formatted(text, "viewer", PASSWORD))
                                .status())
                .isEqualTo(400);
    }

    @Test
    void namesThatDifferByCaseOrWidthAreTheSame() {
        accounts.add(Author.ofConsole(), "Ann", Role.VIEWER, PASSWORD);
        Browser admin = signedIn(Role.ADMIN);
        for (String name : List.of("Ann", "ANN", "\uff21nn", "system", "Anonymous")) {
            Answer answer = admin.post("/api/v1/users", ADD.formatted(name, "viewer", PASSWORD));
            assertThat(answer.status()).as(name).isEqualTo(409);
        }
    }

    @Test
    @DisplayName(
            "A1: hashes are Argon2id with m=19456, t=2, p=1, weaker ones are replaced at sign-in")
    void aStoredHashIsArgon2idWithTheAgreedCostAndOlderOnesAreReplaced() {
        AppUser user = account(Role.VIEWER);
        assertThat(user.passwordHash()).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        String weak = new Argon2PasswordEncoder(16, 32, 1, 4096, 1).encode(PASSWORD);
        rows.save(user.withPasswordHash(weak, user.createdAt()));

        assertThat(users.prove(user.userName(), PASSWORD)).isPresent();

        assertThat(users.require(user.userName()).passwordHash())
                .startsWith("$argon2id$v=19$m=19456,");
        assertThat(users.prove(user.userName(), PASSWORD)).isPresent();
    }

    @Test
    @DisplayName("A5: hashes at once are bounded")
    void manyHashesAtOnceAreHeldAtTheGate() throws Exception {
        String hash = hasher.hash(PASSWORD);
        List<Callable<Boolean>> tries =
                IntStream.range(0, 100)
                        .<Callable<Boolean>>mapToObj(i -> () -> hasher.matches(PASSWORD, hash))
                        .toList();
        List<Future<Boolean>> ends;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            ends = threads.invokeAll(tries);
        }
        long admitted = ends.stream().filter(end -> end.state() == Future.State.SUCCESS).count();
        assertThat(admitted).isBetween(2L, 60L);
        assertThat(ends.stream().filter(end -> end.state() == Future.State.FAILED))
                .allSatisfy(end ->
                        assertThat(end.exceptionNow())
                                .isInstanceOf(ApiException.class)
                                .hasMessage("too_many_attempts"));
    }
}
