package dev.procdeck.host.supervisord;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.host.services.ActMode;
import dev.procdeck.host.services.ExitFact;
import dev.procdeck.host.services.KeptLog;
import dev.procdeck.host.services.LogLine;
import dev.procdeck.host.services.OutputLogs.Stream;
import dev.procdeck.host.services.ServiceAct;
import dev.procdeck.host.services.ServiceListing;
import dev.procdeck.host.services.ServiceOutcome;
import dev.procdeck.host.services.ServiceOutcome.Achieved;
import dev.procdeck.host.services.ServiceOutcome.Refusal;
import dev.procdeck.host.services.ServiceRow;
import dev.procdeck.host.services.ServiceVerb;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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

    private static final Path LONG = Path.of("/var/log/pd-long.log");
    private static final Path BYTES = Path.of("/var/log/pd-bytes.log");

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
                        + program(
                                "pd-says",
                                "/bin/sh -c 'printf \"one\\n\\033[31mred\\033[0m\\r\\n\"; sleep 1; echo 三; printf oops >&2; exec sleep 1000'",
                                "startsecs=0")
                        + program("pd-mute", "/bin/true", "stdout_logfile=NONE", "startsecs=0")
                        + program("pd-joined", "/bin/true", "redirect_stderr=true", "startsecs=0")
                        + program("pd-long", "/bin/true", "stdout_logfile=" + LONG)
                        + program("pd-cut", "/bin/true", "stdout_logfile=/var/log/pd-cut.log")
                        + program("pd-bytes", "/bin/true", "stdout_logfile=" + BYTES)
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

    @Test
    void whatAProgramWritesIsToldAsItComes() throws Exception {
        act(ServiceVerb.START, "pd-says");
        awaitOutput("pd-says:pd-says", Stream.STDOUT, List.of("one", "\033[31mred\033[0m", "三"));
        // It has no end of line, and never will.
        awaitOutput("pd-says:pd-says", Stream.STDERR, List.of("oops"));
        act(ServiceVerb.STOP, "pd-says");
    }

    /// Wherever its last part begins: one of three bytes begins a character.
    @Test
    void aLongLogOfLongCharactersIsReadFromItsEnd() throws Exception {
        String line = "日志".repeat(100);
        for (int shift = 0; shift < 3; shift++) {
            Files.writeString(LONG, "x".repeat(shift) + (line + "\n").repeat(600) + "末\n");
            Supervisord fresh = new Supervisord(() -> SupervisordSocket.find(Path.of("/proc")));
            List<String> told = lines(fresh.output("pd-long:pd-long", Stream.STDOUT));
            assertThat(told).hasSizeGreaterThan(400).endsWith("末");
            assertThat(told.subList(0, told.size() - 1)).containsOnly(line);
        }
        Files.writeString(LONG, "又一行\n", StandardOpenOption.APPEND);
        List<String> places = places("pd-long:pd-long");
        Files.writeString(LONG, "再一行\n", StandardOpenOption.APPEND);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (places("pd-long:pd-long").size() == places.size() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        assertThat(places("pd-long:pd-long")).startsWith(places.toArray(new String[0]));
        assertThat(lines(supervisord.output("pd-long:pd-long", Stream.STDOUT)))
                .endsWith("末", "又一行", "再一行");
    }

    @Test
    void aLogThatAnotherTookThePlaceOfGoesOnWithThat() throws Exception {
        Path log = Path.of("/var/log/pd-cut.log");
        Files.writeString(log, "a line of the old one\n");
        awaitOutput("pd-cut:pd-cut", Stream.STDOUT, List.of("a line of the old one"));
        Files.writeString(log, "short\n");
        awaitOutput("pd-cut:pd-cut", Stream.STDOUT, List.of("a line of the old one", "short"));
        // Longer than the one before when it is looked at again.
        Files.writeString(log, "other\nand more\n");
        awaitOutput(
                "pd-cut:pd-cut",
                Stream.STDOUT,
                List.of("a line of the old one", "short", "other", "and more"));
        Files.writeString(log, "at its end\n", StandardOpenOption.APPEND);
        awaitOutput(
                "pd-cut:pd-cut",
                Stream.STDOUT,
                List.of("a line of the old one", "short", "other", "and more", "at its end"));
    }

    @Test
    void aLogThatIsNotThereIsToldAsThat() throws Exception {
        assertThat(supervisord.output("pd-mute:pd-mute", Stream.STDOUT))
                .isEqualTo(new KeptLog.NotKept());
        assertThat(supervisord.output("pd-joined:pd-joined", Stream.STDERR))
                .isEqualTo(new KeptLog.NotKept());
        Files.deleteIfExists(BYTES);
        assertThat(supervisord.output("pd-bytes:pd-bytes", Stream.STDOUT))
                .isEqualTo(new KeptLog.Missing(BYTES.toString()));
        assertThat(supervisord.output("pd-none", Stream.STDOUT)).isInstanceOf(KeptLog.Away.class);
    }

    @Test
    void aLogInAnotherEncodingIsNotGuessedAtAndNotAskedForAgain() throws Exception {
        assertThat(lookAtGbk("more\n")).isEqualTo(new KeptLog.Unreadable(BYTES.toString()));
    }

    @Test
    void aLogInAnotherEncodingIsNotCalledEmptyWhileNobodyWritesToIt() throws Exception {
        assertThat(lookAtGbk("")).isEqualTo(new KeptLog.Unreadable(BYTES.toString()));
    }

    /// What is told of a log in another encoding that grows by this from look to look, in the end.
    private static KeptLog lookAtGbk(String more) throws Exception {
        Files.write(BYTES, "日志\n".getBytes(Charset.forName("GBK")));
        Supervisord fresh = new Supervisord(() -> SupervisordSocket.find(Path.of("/proc")));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        KeptLog told = fresh.output("pd-bytes:pd-bytes", Stream.STDOUT);
        while (!(told instanceof KeptLog.Unreadable) && System.nanoTime() < end) {
            Files.writeString(BYTES, more, StandardOpenOption.APPEND);
            TimeUnit.SECONDS.sleep(1);
            told = fresh.output("pd-bytes:pd-bytes", Stream.STDOUT);
        }
        return told;
    }

    private static void awaitOutput(String name, Stream stream, List<String> wanted)
            throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        KeptLog log = supervisord.output(name, stream);
        while (!lines(log).equals(wanted) && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(100);
            log = supervisord.output(name, stream);
        }
        assertThat(lines(log)).isEqualTo(wanted);
    }

    private static List<String> lines(KeptLog log) {
        return log instanceof KeptLog.Lines(List<LogLine> lines)
                ? lines.stream()
                        .map(line -> new String(line.message(), StandardCharsets.UTF_8))
                        .toList()
                : List.of(log.toString());
    }

    private static List<String> places(String name) {
        return supervisord.output(name, Stream.STDOUT) instanceof KeptLog.Lines(List<LogLine> lines)
                ? lines.stream().map(LogLine::cursor).toList()
                : List.of();
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
