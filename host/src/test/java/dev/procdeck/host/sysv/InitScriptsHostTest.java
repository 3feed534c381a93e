package dev.procdeck.host.sysv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.host.services.ActMode;
import dev.procdeck.host.services.ServiceAct;
import dev.procdeck.host.services.ServiceOutcome;
import dev.procdeck.host.services.ServiceOutcome.Achieved;
import dev.procdeck.host.services.ServiceOutcome.Refusal;
import dev.procdeck.host.services.ServiceRow;
import dev.procdeck.host.services.ServiceVerb;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Start scripts that tell the truth and that do not, with real daemons behind them.
@Tag("testhost")
class InitScriptsHostTest {

    private static final Path FOLDER = Path.of("/var/lib/procdeck-test-init.d");

    private static InitScripts scripts;

    @BeforeAll
    static void makeScripts() throws Exception {
        if (!Files.readString(Path.of("/proc/1/environ")).contains("container=testhost")) {
            throw new IllegalStateException("not a test host");
        }
        Files.createDirectories(FOLDER);
        String start =
                "start-stop-daemon --start --quiet --background --make-pidfile --pidfile $PIDFILE --exec ";
        String stop =
                "start-stop-daemon --stop --quiet --retry 5 --pidfile $PIDFILE; rm -f $PIDFILE";
        script("honest", start + "/bin/sleep -- 100000", stop);
        script("liar", "true", "true");
        script("dies", start + "/bin/sh -- -c 'sleep 1; exit 3'", stop);
        script("nostop", start + "/bin/sleep -- 100001", "true");
        script("broken", "echo no configuration >&2; exit 6", "exit 1");
        script("chatty", start + "/bin/sleep -- 100002; env; cat", stop);
        Files.writeString(FOLDER.resolve("loose"), "case $1 in start) ;; stop) ;; esac");
        Files.setPosixFilePermissions(
                FOLDER.resolve("loose"), PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.writeString(FOLDER.resolve("README"), "no script");
        scripts = new InitScripts(FOLDER, Path.of("/proc"), name -> name.equals("ruled"));
    }

    private static void script(String name, String start, String stop) throws Exception {
        Path file =
                Files.writeString(
                        FOLDER.resolve(name),
                        "#!/bin/sh\n### BEGIN INIT INFO\n# Provides: "
                                + name
                                + "\n# Short-Description: a test\n### END INIT INFO\nPIDFILE=/run/pd-"
                                + name
                                + ".pid\ncase \"$1\" in\n  start) "
                                + start
                                + " ;;\n  stop) "
                                + stop
                                + " ;;\n  restart) $0 stop; $0 start ;;\nesac\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void honestScriptStartsRestartsAndStops() {
        assertThat(row("honest").state().activeState()).isEqualTo("inactive");
        assertThat(act(ServiceVerb.START, "honest").outcome()).isEqualTo(ok(Achieved.RUNNING));
        assertThat(row("honest").state().mainPid()).isPresent();
        assertThat(act(ServiceVerb.START, "honest").outcome())
                .isInstanceOf(ServiceOutcome.AlreadyInState.class);
        ServiceAct restart = act(ServiceVerb.RESTART, "honest");
        assertThat(restart.outcome()).isEqualTo(ok(Achieved.RUNNING));
        assertThat(restart.before().orElseThrow().mainPid())
                .isNotEqualTo(restart.after().orElseThrow().mainPid());
        assertThat(act(ServiceVerb.STOP, "honest").outcome()).isEqualTo(ok(Achieved.STOPPED));
        assertThat(act(ServiceVerb.STOP, "honest").outcome())
                .isInstanceOf(ServiceOutcome.AlreadyInState.class);
        assertThat(act(ServiceVerb.RELOAD, "honest").outcome())
                .isEqualTo(new ServiceOutcome.Refused(Refusal.NOT_SUPPORTED, List.of()));
    }

    @Test
    void whatAScriptHasNoWordForIsNotOffered() throws Exception {
        Path file =
                Files.writeString(
                        FOLDER.resolve("bare"),
                        "#!/bin/sh\ncase \"$1\" in\n  start) ;;\n  stop) ;;\nesac\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(row("bare").abilities().canRestart()).isFalse();
        assertThat(row("bare").state().activeState()).isEqualTo("unknown");
        assertThat(row("honest").abilities().canRestart()).isTrue();
    }

    @Test
    void exitStatusZeroIsNotBelieved() {
        assertThat(act(ServiceVerb.START, "liar").outcome())
                .isInstanceOfSatisfying(
                        ServiceOutcome.Failed.class,
                        failed -> assertThat(failed.result()).isEqualTo("not-running-afterwards"));
        act(ServiceVerb.START, "nostop");
        assertThat(act(ServiceVerb.STOP, "nostop").outcome())
                .isInstanceOfSatisfying(
                        ServiceOutcome.Failed.class,
                        failed -> assertThat(failed.result()).isEqualTo("still-running"));
    }

    @Test
    void startedThenDied() {
        assertThat(act(ServiceVerb.START, "dies").outcome())
                .isInstanceOf(ServiceOutcome.StartedThenDied.class);
        assertThat(row("dies").state().subState()).isEqualTo("dead-with-pid-file");
    }

    @Test
    void lsbStatusesAreUnderstood() {
        assertThat(act(ServiceVerb.START, "broken").outcome())
                .isInstanceOfSatisfying(
                        ServiceOutcome.Failed.class,
                        failed -> {
                            assertThat(failed.result()).isEqualTo("not-configured");
                            assertThat(failed.message()).contains("no configuration");
                        });
    }

    @Test
    void inputIsClosedAndOutputIsNotWaitedFor() {
        assertThat(act(ServiceVerb.START, "chatty").outcome()).isEqualTo(ok(Achieved.RUNNING));
        act(ServiceVerb.STOP, "chatty");
    }

    @Test
    void onlyTrustedScriptsCount() {
        assertThat(scripts.list().rows())
                .extracting(ServiceRow::name)
                .contains("honest.service", "liar.service")
                .doesNotContain("loose.service", "README.service", "ruled.service");
        for (String name : List.of("loose", "../honest", "-x", "", "honest\0", "nothing")) {
            assertThat(act(ServiceVerb.START, name).outcome())
                    .isInstanceOf(ServiceOutcome.NotFound.class);
        }
        var missing = (ServiceOutcome.NotFound) act(ServiceVerb.START, "honestt").outcome();
        assertThat(missing.nearest()).contains("honest.service");
        assertThat(scripts.resolve("honest")).contains("honest.service");
    }

    private static ServiceOutcome ok(Achieved achieved) {
        return new ServiceOutcome.Succeeded(achieved, List.of());
    }

    private static ServiceRow row(String name) {
        return scripts.list().rows().stream()
                .filter(row -> row.name().equals(name + ".service"))
                .findFirst()
                .orElseThrow();
    }

    private static ServiceAct act(ServiceVerb verb, String name) {
        return scripts.act(verb, name, ActMode.FAIL, step -> {});
    }
}
