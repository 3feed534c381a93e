package dev.procdeck.e2e.input;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.e2e.support.ApiClient;
import dev.procdeck.e2e.support.SharedProgram;
import dev.procdeck.e2e.support.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/// B4 on a real host: an administrator who gets every route changes nothing of it.
@Tag("testhost")
@ExtendWith(SharedProgram.class)
class LooksTest {
    private static final String UNIT = "pd-looked-at.service";
    private static final Path FILE = Path.of("/run/systemd/system", UNIT);
    private static final List<String> UNITS =
            List.of(UNIT, "dbus.service", "systemd-journald.service");

    @BeforeEach
    void start() throws Exception {
        Files.writeString(FILE, "[Service]\nExecStart=/bin/sleep 1000\n");
        Shell.run("systemctl", "daemon-reload");
        Shell.run("systemctl", "start", UNIT);
    }

    @AfterEach
    void stop() throws Exception {
        Shell.run("systemctl", "stop", UNIT);
        Files.delete(FILE);
        Shell.run("systemctl", "daemon-reload");
    }

    @Test
    @DisplayName(
            "B4: getting every route leaves units, processes, files and the journal as they were")
    void gettingEverythingChangesNothingOfTheHost(ApiClient api) throws Exception {
        String pid = show(UNIT, "MainPID");
        int rows = rows(api);
        Path began = Files.createTempFile("looks", ".began");
        Map<String, String> before = state(pid);
        List<String> paths = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path :
                api.get("/openapi.json").ok().get("paths").properties()) {
            if (path.getValue().has("get") && !path.getKey().matches(".*/(stream|environment)")) {
                paths.add(
                        path.getKey()
                                .replaceFirst("^/api/v1", "")
                                .replace("{pid}", pid)
                                .replace("{name}", UNIT)
                                .replaceAll("\\{[^}]*}", "1"));
            }
        }
        assertThat(paths).hasSizeGreaterThan(20).contains("/services/" + UNIT, "/processes/" + pid);
        for (String path : paths) {
            assertThat(api.get(path).status()).as(path).isLessThan(500);
        }
        assertThat(state(pid)).isEqualTo(before);
        assertThat(
                        Shell.run(
                                "find",
                                "/etc",
                                "/usr",
                                "/boot",
                                "/srv",
                                "/var/spool",
                                "-xdev",
                                "-newer",
                                began.toString()))
                .isEmpty();
        assertThat(rows(api)).as("nobody acted").isEqualTo(rows);
        Files.delete(began);

        // The one look that leaves a trace, on purpose: secrets live there.
        assertThat(api.get("/processes/" + pid + "/environment").status()).isEqualTo(200);
        assertThat(state(pid).get("journal")).isNotEqualTo(before.get("journal"));
    }

    private static int rows(ApiClient api) {
        return api.get("/operations?limit=1").ok().get("total").asInt();
    }

    /// What an act would have changed.
    private static Map<String, String> state(String pid) {
        Map<String, String> state = new TreeMap<>();
        for (String unit : UNITS) {
            state.put(
                    unit,
                    show(
                            unit,
                            "ActiveState,SubState,UnitFileState,InvocationID,MainPID,NRestarts"));
        }
        state.put("process", Shell.run("ps", "-o", "lstart=,ni=,stat=", "-p", pid));
        state.put(
                "journal",
                Shell.run(
                        "bash", "-c", "sha256sum " + SharedProgram.DATA + "/agent/journal/*.log"));
        return state;
    }

    private static String show(String unit, String properties) {
        return Shell.run("systemctl", "show", "-p", properties, "--value", unit).strip();
    }
}
