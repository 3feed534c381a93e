package dev.procdeck.server.setup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.server.ServerApplication;
import dev.procdeck.server.factors.App;
import dev.procdeck.server.security.RequiredFactor;
import dev.procdeck.server.security.Role;
import dev.procdeck.server.testing.Browser;
import dev.procdeck.server.testing.Browser.Answer;
import dev.procdeck.server.testing.MovableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/// The first start: no account, a code, the first administrator, and never again (A2).
class SetupTest {
    private static final String BODY =
            "{\"code\":\"%s\",\"userName\":\"first\",\"password\":\"a rather long pass phrase\"}";

    @TempDir Path directory;

    @Test
    @DisplayName("A2: the set-up code works once, then the route is 404")
    void theCodeMakesTheFirstAdministratorOnce() throws IOException {
        try (ConfigurableApplicationContext context = start()) {
            Browser browser = browser(context);
            assertThat(browser.get("/api/v1/session").json().path("setupRequired").asBoolean())
                    .isTrue();
            String code = Files.readString(directory.resolve("setup-code")).strip();
            assertThat(code.replace("-", "")).hasSize(28);
            assertThat(mode("setup-code")).isEqualTo("rw-------");
            assertThat(mode("procdeck.db")).isEqualTo("rw-------");
            assertThat(mode("procdeck.db-wal")).isEqualTo("rw-------");
            assertThat(mode("tls/key.pem")).isEqualTo("rw-------");

            Answer wrong = browser.post("/api/v1/setup", BODY.formatted("0000-0000"));
            assertThat(wrong.status()).isEqualTo(403);
            assertThat(wrong.code()).isEqualTo("setup_code_wrong");
            String typed = code.toLowerCase(Locale.ROOT).replace('-', ' ');
            Answer right = browser.post("/api/v1/setup", BODY.formatted(typed));
            assertThat(right.status()).isEqualTo(200);
            assertThat(right.json().path("role").asString()).isEqualTo("admin");

            assertThat(browser.get("/api/v1/users").status()).isEqualTo(200);
            assertThat(browser.post("/api/v1/setup", BODY.formatted(code)).status()).isEqualTo(404);
            assertThat(directory.resolve("setup-code")).doesNotExist();
        }
    }

    @Test
    @DisplayName("A13: where administrators must have a second factor, the first one adds it first")
    void theFirstAdministratorAddsTheFactorThatIsRequired() throws IOException {
        try (ConfigurableApplicationContext context = start()) {
            context.getBean(RequiredFactor.class).set(Role.ADMIN);
            Browser browser = browser(context);
            browser.get("/api/v1/session");
            String code = Files.readString(directory.resolve("setup-code")).strip();
            Answer half = browser.post("/api/v1/setup", BODY.formatted(code));
            assertThat(half.status()).isEqualTo(200);
            assertThat(half.json().path("signedIn").asBoolean()).isFalse();
            assertThat(half.json().at("/factorDue/userName").asString()).isEqualTo("first");
            assertThat(browser.get("/api/v1/users").code()).isEqualTo("second_factor_due");
            String secret =
                    browser.post("/api/v1/account/totp", null).json().path("secret").asString();
            Answer added =
                    browser.post(
                            "/api/v1/account/totp/confirm",
                            "{\"code\":\"%s\"}".formatted(App.of(secret).code()));
            assertThat(added.status()).as(added.body()).isEqualTo(200);
            assertThat(browser.get("/api/v1/users").status()).isEqualTo(200);
        }
    }

    @Test
    @DisplayName("A2: the set-up code expires")
    void theCodeExpiresAndARestartMakesAnother() throws IOException {
        String first;
        try (ConfigurableApplicationContext context = start()) {
            first = Files.readString(directory.resolve("setup-code")).strip();
            context.getBean(MovableClock.class).forward(Duration.ofMinutes(16));
            Browser browser = browser(context);
            browser.get("/api/v1/session");
            assertThat(browser.post("/api/v1/setup", BODY.formatted(first)).code())
                    .isEqualTo("setup_code_expired");
        }
        try (ConfigurableApplicationContext context = start()) {
            Browser browser = browser(context);
            browser.get("/api/v1/session");
            assertThat(browser.post("/api/v1/setup", BODY.formatted(first)).code())
                    .isEqualTo("setup_code_wrong");
            String second = Files.readString(directory.resolve("setup-code")).strip();
            assertThat(browser.post("/api/v1/setup", BODY.formatted(second)).status())
                    .isEqualTo(200);
            String session = browser.cookie("__Host-session");
            context.close();
            try (ConfigurableApplicationContext again = start()) {
                Browser later = browser(again);
                later.setCookie("__Host-session", session);
                assertThat(later.get("/api/v1/users").status())
                        .as("a session survives a restart")
                        .isEqualTo(200);
                assertThat(directory.resolve("setup-code")).doesNotExist();
            }
        }
    }

    private ConfigurableApplicationContext start() {
        SpringApplication application =
                new SpringApplication(ServerApplication.class, MovableClock.Beans.class);
        application.setDefaultProperties(
                Map.of("procdeck.data-dir", directory.toString(), "procdeck.port", "0"));
        return application.run();
    }

    private static Browser browser(ConfigurableApplicationContext context) {
        return new Browser(((ServletWebServerApplicationContext) context).getWebServer().getPort());
    }

    private String mode(String file) throws IOException {
        return PosixFilePermissions.toString(
                Files.getPosixFilePermissions(directory.resolve(file)));
    }
}
