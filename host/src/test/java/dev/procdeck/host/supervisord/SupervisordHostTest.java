package dev.procdeck.host.supervisord;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.host.services.ActMode;
import dev.procdeck.host.services.ExitFact;
import dev.procdeck.host.services.ServiceAct;
import dev.procdeck.host.services.ServiceListing;
import dev.procdeck.host.services.ServiceOutcome;
import dev.procdeck.host.services.ServiceOutcome.Achieved;
import dev.procdeck.host.services.ServiceOutcome.Refusal;
import dev.procdeck.host.services.ServiceRow;
import dev.procdeck.host.services.ServiceVerb;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A real supervisord, with programs that behave and that do not.
@Tag("testhost")
class SupervisordHostTest {

    private static Supervisord supervisord;

    @BeforeAll
    static void makePrograms() throws Exception {
        if (!Files.readString(Path.of("/proc/1/environ")).contains("container=testhost")) {
            throw new IllegalStateException("not a test host");
        }
        Files.writeString(
                Path.of("/etc/supervisor/conf.d/pd.conf"),
                program("pd-runs", "/bin/sleep 1000", "startsecs=1")
                        + program(
                                "pd-dies",
                                "/bin/sh -c 'echo oh no >&2; sleep 0.5; exit 7'",
                                "startsecs=0",
                                "autorestart=false")
                        + program(
                                "pd-never",
                                "/bin/sh -c 'echo cannot >&2; exit 3'",
                                "startsecs=5",
                                "startretries=1")
                        + program(
                                "pd-flaps",
                                "/bin/sh -c 'sleep 0.7; exit 3'",
                                "startsecs=0",
                                "autorestart=true")
                        + program(
                                "pd-once",
                                "/bin/sh -c 'sleep 0.3'",
                                "startsecs=0",
                                "autorestart=false")
                        + program("pd-missing", "/nonexistent/program", "startsecs=1")
                        + program("pd-one", "/bin/sleep 1000", "startsecs=1")
                        + program("pd-two", "/bin/sleep 1000", "startsecs=1")
                        + "[group:pd-pair]\nprograms=pd-one,pd-two\n");
        run("systemctl", "start", "supervisor");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (SupervisordSocket.find(Path.of("/proc")).isEmpty() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        run("supervisorctl", "update");
        List<SupervisordSocket> found = SupervisordSocket.find(Path.of("/proc"));
        assertThat(found).hasSize(1);
        assertThat(found.getFirst().socket()).isEqualTo(Path.of("/var/run/supervisor.sock"));
        supervisord = new Supervisord(() -> found);
    }

    @Test
    void sameStatesAsSupervisorctl() {
        Map<String, String> theirs = new TreeMap<>();
        for (String line : run("supervisorctl", "status").split("\n")) {
            String[] words = line.split("\\s+");
            theirs.put(words[0].contains(":") ? words[0] : words[0] + ":" + words[0], words[1]);
        }
        Map<String, String> ours = new TreeMap<>();
        ServiceListing listing = supervisord.list();
        assertThat(listing.availability()).isInstanceOf(ServiceListing.Available.class);
        for (ServiceRow row : listing.rows()) {
            ours.put(row.name(), row.state().subState().toUpperCase(Locale.ROOT));
        }
        assertThat(ours).isEqualTo(theirs);
        assertThat(ours).containsKeys("pd-pair:pd-one", "pd-runs:pd-runs");
    }

    @Test
    void startsStopsAndRestarts() {
        assertThat(act(ServiceVerb.START, "pd-runs").outcome())
                .isEqualTo(succeeded(Achieved.RUNNING));
        assertThat(act(ServiceVerb.START, "pd-runs").outcome())
                .isInstanceOf(ServiceOutcome.AlreadyInState.class);
        ServiceAct restart = act(ServiceVerb.RESTART, "pd-runs");
        assertThat(restart.outcome()).isEqualTo(succeeded(Achieved.RUNNING));
        assertThat(restart.before().orElseThrow().mainPid())
                .isNotEqualTo(restart.after().orElseThrow().mainPid());
        assertThat(act(ServiceVerb.STOP, "pd-runs:pd-runs").outcome())
                .isEqualTo(succeeded(Achieved.STOPPED));
        assertThat(act(ServiceVerb.STOP, "pd-runs").outcome())
                .isInstanceOf(ServiceOutcome.AlreadyInState.class);
    }

    @Test
    void diedIsToldWithStatusAndLog() {
        var died = (ServiceOutcome.StartedThenDied) act(ServiceVerb.START, "pd-dies").outcome();
        assertThat(died.exit()).contains(new ExitFact.Exited(7));
        assertThat(died.log())
                .anyMatch(
                        line -> new String(line.message(), StandardCharsets.UTF_8).equals("oh no"));
    }

    @Test
    void restartTellsOfTheHalfThatFailed() throws Exception {
        act(ServiceVerb.START, "pd-one");
        ServiceAct restart = act(ServiceVerb.RESTART, "pd-never");
        assertThat(restart.outcome()).isInstanceOf(ServiceOutcome.StartedThenDied.class);
        assertThat(restart.after().orElseThrow().activeState()).isIn("failed", "activating");
        act(ServiceVerb.STOP, "pd-one");
    }

    @Test
    void flappingIsNotRunning() {
        assertThat(act(ServiceVerb.START, "pd-flaps").outcome())
                .isInstanceOf(ServiceOutcome.Flapping.class);
        act(ServiceVerb.STOP, "pd-flaps");
    }

    @Test
    void ranAndFinished() {
        assertThat(act(ServiceVerb.START, "pd-once").outcome())
                .isEqualTo(succeeded(Achieved.RAN_AND_FINISHED));
    }

    @Test
    void missingProgramAndMissingName() {
        assertThat(act(ServiceVerb.START, "pd-missing").outcome())
                .isInstanceOfSatisfying(
                        ServiceOutcome.Failed.class,
                        failed -> assertThat(failed.result()).isEqualTo("no-program"));
        var missing = (ServiceOutcome.NotFound) act(ServiceVerb.START, "pd-runz").outcome();
        assertThat(missing.nearest()).isNotEmpty();
        assertThat(act(ServiceVerb.RELOAD, "pd-runs").outcome())
                .isEqualTo(new ServiceOutcome.Refused(Refusal.NOT_SUPPORTED, List.of()));
    }

    @Test
    void groupsAreNamed() {
        assertThat(supervisord.resolve("pd-two")).contains("pd-pair:pd-two");
        assertThat(act(ServiceVerb.START, "pd-pair:pd-two").outcome())
                .isEqualTo(succeeded(Achieved.RUNNING));
        act(ServiceVerb.STOP, "pd-two");
    }

    private static String program(String name, String command, String... more) {
        return "[program:"
                + name
                + "]\ncommand="
                + command
                + "\nautostart=false\n"
                + String.join("\n", more)
                + "\n\n";
    }

    private static ServiceOutcome succeeded(Achieved achieved) {
        return new ServiceOutcome.Succeeded(achieved, List.of());
    }

    private static ServiceAct act(ServiceVerb verb, String name) {
        return supervisord.act(verb, name, ActMode.FAIL, step -> {});
    }

    private static String run(String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes());
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return output;
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
