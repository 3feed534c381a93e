package dev.procdeck.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.procdeck.server.ServerOptions;
import dev.procdeck.server.testing.AgentTest;
import dev.procdeck.server.testing.Browser;
import dev.procdeck.server.testing.Browser.Answer;
import dev.procdeck.server.users.AppUser;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What other programs of this kind were broken by, tried on this one; docs/security.md has the
/// list, with those that have their test elsewhere.
class AdvisoryTest extends AgentTest {
    /// Without a host to show, every look would wait for one.
    @BeforeEach
    void showAHost() {
        agent.processes();
        agent.sockets();
        agent.services();
    }

    private static final Path ROUTES =
            Path.of("src/test/resources/dev/procdeck/server/security/routes.txt");

    /// CVE-2026-4631, CVE-2026-4802, CVE-2024-2947, CVE-2024-34352: a value that is read as an
    /// option, or that comes near a shell.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "-rf",
                "--now",
                "-H",
                "--property=ExecStart=id",
                "a;id",
                "a b",
                "$(id)",
                "`id`",
                "a|b",
                "a\nb",
                "*.service",
                "../x",
                "/etc/passwd"
            })
    void cockpitArgumentInjection(String value) {
        Browser admin = signedIn(Role.ADMIN);
        for (String path : List.of("/operations", "/signals")) {
            String body =
                    path.equals("/signals") ? "{\"signal\":\"HUP\"}" : "{\"operation\":\"start\"}";
            Answer answer = admin.post("/api/v1/services/" + encoded(value) + path, body);
            assertThat(answer.status()).as(value + path).isIn(400, 404, 405);
        }
        assertThat(admin.get("/api/v1/services/" + encoded(value) + "/log").status())
                .isIn(400, 404);
        assertThat(agent.acts()).isEmpty();
        assertThat(agent.questions()).isEmpty();
    }

    /// CVE-2017-11610: a method found by its dotted name.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "supervisor.supervisord.options.warnings.linecache.os.system", "system.multicall",
                        "getClass", "START",
                "start.stop", "start,stop", "0", ""
            })
    void supervisorDottedNames(String name) {
        Browser admin = signedIn(Role.ADMIN);
        assertThat(
                        admin.post(
                                        "/api/v1/services/nginx/operations",
                                        "{\"operation\":\"" + name + "\"}")
                                .status())
                .isEqualTo(400);
        assertThat(
                        admin.post(
                                        "/api/v1/processes/77/signals",
                                        "{\"signal\":\"" + name + "\",\"startTicks\":1}")
                                .status())
                .isEqualTo(400);
        assertThat(agent.acts()).isEmpty();
    }

    /// CVE-2024-39907, CVE-2024-39911: an order that is SQL.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "id;drop table operation_log",
                "(select 1)",
                "id desc",
                "id,logTime",
                "id--",
                "case when 1=1 then id end",
                "ID",
                "password_hash"
            })
    void onePanelOrderBy(String order) {
        Browser admin = signedIn(Role.ADMIN);
        for (String list : List.of("operations", "processes", "sockets", "services")) {
            assertThat(admin.get("/api/v1/" + list + "?sort=" + encoded(order)).status())
                    .as(list)
                    .isEqualTo(400);
        }
        assertThat(admin.get("/api/v1/operations").status()).isEqualTo(200);
    }

    /// CVE-2026-30930: a name that somebody else chose becomes part of a statement.
    @Test
    void glancesProcessNameIntoSql() {
        Browser admin = signedIn(Role.ADMIN);
        String name = "x'); drop table app_user; --";
        Browser stranger = browser();
        stranger.get("/api/v1/session");
        assertThat(
                        stranger.post(
                                        "/api/v1/session",
                                        "{\"userName\":\"" + name + "\",\"password\":\"wrong\"}")
                                .status())
                .isEqualTo(401);
        assertThat(admin.get("/api/v1/users").status()).isEqualTo(200);
        Answer found = admin.get("/api/v1/operations?q=" + encoded("drop"));
        assertThat(found.status()).isEqualTo(200);
        assertThat(admin.get("/api/v1/operations?userName=" + encoded(name)).status())
                .isEqualTo(200);
    }

    /// CVE-2020-36969: one's own role in the body of a request.
    @Test
    void mmonitOwnRoleInTheBody() {
        AppUser user = account(Role.VIEWER);
        Browser viewer = signedIn(user);
        String own = "/api/v1/users/" + user.userName();
        assertThat(viewer.patch(own, "{\"role\":\"admin\"}").status()).isEqualTo(403);
        assertThat(
                        viewer.post(
                                        "/api/v1/account/password",
                                        "{\"currentPassword\":\"a\",\"newPassword\":\"b\",\"role\":\"admin\"}")
                                .body())
                .as("refused for that field, not for the password")
                .contains("\"role\"");
        assertThat(
                        viewer.post(
                                        "/api/v1/session",
                                        "{\"userName\":\"a\",\"password\":\"b\",\"admin\":true}")
                                .status())
                .isEqualTo(400);
        assertThat(viewer.get("/api/v1/session").body())
                .contains("\"viewer\"")
                .doesNotContain("\"admin\"");
    }

    /// CVE-2021-39132: a file that is sent here and then read as configuration or code.
    @Test
    void rundeckNoUploads() throws IOException {
        Browser admin = signedIn(Role.ADMIN);
        String body =
                "--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"p.jar\"\r\n\r\nx\r\n--x--\r\n";
        List<String> takeBodies = routes("POST .*\\{\".*");
        assertThat(takeBodies).hasSizeGreaterThan(10);
        for (String route : takeBodies) {
            for (String type :
                    List.of(
                            "multipart/form-data; boundary=x",
                            "application/x-yaml",
                            "application/zip")) {
                assertThat(admin.send("POST", route, body, "Content-Type", type).status())
                        .as(route)
                        .isEqualTo(415);
            }
        }
        assertThat(agent.acts()).isEmpty();
    }

    /// CVE-2021-3325: what is not configured is the safe value, also after an upgrade.
    @Test
    void monitorixAbsentSettingsAreSafe() throws IOException {
        ServerOptions absent = ServerOptions.ofDataDir(dataDir());
        assertThat(absent.bind()).isNull();
        assertThat(absent.hostNames()).isEmpty();
        for (NetworkInterface card : NetworkInterface.networkInterfaces().toList()) {
            for (InetAddress address : card.inetAddresses().toList()) {
                if (address instanceof Inet4Address && !address.isLoopbackAddress()) {
                    assertThat(catchThrowable(() -> connect(address)))
                            .as("without --bind nobody listens on %s", address)
                            .isInstanceOf(IOException.class);
                }
            }
        }
    }

    private void connect(InetAddress address) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 2_000);
        }
    }

    /// B4: every GET of the table, twice.
    @Test
    void gettingEverythingChangesNothing() throws IOException {
        Browser admin = signedIn(Role.ADMIN);
        String before = state(admin);
        List<String> routes = routes("GET");
        assertThat(routes).hasSizeGreaterThan(20);
        for (String route : Stream.concat(routes.stream(), routes.stream()).toList()) {
            if (!route.endsWith("/stream")) {
                admin.get(route);
                admin.send("HEAD", route, null);
                admin.send("OPTIONS", route, null);
            }
        }
        assertThat(agent.acts()).isEmpty();
        assertThat(state(admin)).isEqualTo(before);
    }

    private static String state(Browser admin) {
        return admin.get("/api/v1/operations?limit=5").body()
                + admin.get("/api/v1/users").body().replaceAll("\"last[A-Za-z]*\":[^,}]*", "")
                + admin.get("/api/v1/account/factors").body();
    }

    /// I3: no query makes the server think for long.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "\"",
                "-",
                "cpu>",
                "a:",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaab ",
                "\u4e2d",
                "%"
            })
    @Timeout(20)
    void aHostileQueryIsRefusedOrQuick(String piece) {
        Browser admin = signedIn(Role.ADMIN);
        String whole = piece.repeat(64 * 1024 / piece.length());
        assertThat(statusOrCutOff(admin, "/api/v1/search?q=" + encoded(whole)))
                .isIn(0, 400, 414, 431);
        String longest = whole.substring(0, 1000);
        for (String list : List.of("search", "processes", "sockets", "services")) {
            assertThat(admin.get("/api/v1/" + list + "?q=" + encoded(longest)).status())
                    .isIn(200, 400);
        }
    }

    /// 0 where the server closes before it has read all of an address that is too long.
    private static int statusOrCutOff(Browser browser, String path) {
        try {
            return browser.get(path).status();
        } catch (AssertionError e) {
            assertThat(e).hasCauseInstanceOf(IOException.class);
            return 0;
        }
    }

    /// The addresses of the table's lines of this form, their variables filled in.
    private static List<String> routes(String method) throws IOException {
        return Files.readAllLines(ROUTES).stream()
                .filter(line -> line.matches(method + "( .*)?"))
                .map(line ->
                        line.split("\\s+", 3)[1]
                                .replaceAll("\\{pid}", "77")
                                .replaceAll("\\{[a-zA-Z]+}", "1"))
                .toList();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
