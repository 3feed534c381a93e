package dev.procdeck.host.commands;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.host.commands.CommandOutput.Stream;
import dev.procdeck.host.commands.EnforcedLimits.By;
import dev.procdeck.host.commands.EnforcedLimits.Limit;
import dev.procdeck.host.libc.SystemCalls;
import dev.procdeck.host.services.ExitFact;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// What every cage holds to, whatever it is made of.
public abstract class CommandCageContract {

    private static final AtomicInteger IDS = new AtomicInteger();
    private static final Path SH = Path.of("/bin/sh");

    protected abstract CommandCage cage();

    private static final class Collected implements CommandOutput {
        final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
        final ByteArrayOutputStream stderr = new ByteArrayOutputStream();

        @Override
        public synchronized void chunk(Stream stream, byte[] bytes) {
            (stream == Stream.STDOUT ? stdout : stderr).writeBytes(bytes);
        }

        synchronized String text() {
            return stdout.toString(StandardCharsets.UTF_8);
        }

        synchronized int size() {
            return stdout.size() + stderr.size();
        }
    }

    @Test
    void argumentsArriveAsTheyAre() throws Exception {
        Collected output = new Collected();
        List<String> hostile =
                List.of("$HOME", "${PATH}", "$$", "%n", "a b", "", "*", "`id`", "-x", "\"'\\", "中");
        List<String> arguments = new ArrayList<>(List.of("%s|"));
        arguments.addAll(hostile);
        CommandResult result = run(Path.of("/usr/bin/printf"), arguments, output);
        assertThat(result.end()).isEqualTo(exited(0));
        assertThat(output.text()).isEqualTo(String.join("|", hostile) + "|");
        assertThat(result.truncated()).isFalse();
    }

    @Test
    void streamsAreKeptApartAndStatusIsTold() throws Exception {
        Collected output = new Collected();
        CommandResult result = sh("echo out; echo err >&2; exit 42", output);
        assertThat(result.end()).isEqualTo(exited(42));
        assertThat(output.text()).isEqualTo("out\n");
        assertThat(output.stderr.toString(StandardCharsets.UTF_8)).isEqualTo("err\n");
    }

    @Test
    void runsAsTheAccountThatIsNamed() throws Exception {
        Assumptions.assumeTrue(SystemCalls.effectiveUserId() == 0, "only root becomes another");
        Collected output = new Collected();
        CommandSpec spec =
                new CommandSpec(
                        "test-" + IDS.incrementAndGet(),
                        SH,
                        List.of("-c", "id -un; id -Gn; grep CapEff /proc/self/status"),
                        "nobody",
                        CommandLimits.DEFAULT);
        CommandResult result =
                cage().start(spec, output).await(Duration.ofSeconds(20)).orElseThrow();
        assertThat(result.end()).isEqualTo(exited(0));
        assertThat(output.text()).isEqualTo("nobody\nnogroup\nCapEff:\t0000000000000000\n");
    }

    @Test
    void signalsAreToldFromStatuses() throws Exception {
        CommandResult result = sh("kill -USR1 $$", new Collected());
        assertThat(result.end())
                .isInstanceOfSatisfying(
                        CommandResult.Ended.class,
                        ended ->
                                assertThat(ended.exit())
                                        .isEqualTo(new ExitFact.Signalled(10, "SIGUSR1", false)));
    }

    @Test
    void environmentIsOursAndInputIsClosed() throws Exception {
        Collected output = new Collected();
        sh("cat; echo \"$PATH $LANG ${JAVA_HOME:-none} ${HOME_OF_TEST:-none}\"; pwd", output);
        assertThat(output.text())
                .isEqualTo(
                        "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin C.UTF-8 none none\n/\n");
    }

    @Test
    void outputComesWhileItRuns() throws Exception {
        Collected output = new Collected();
        CommandRun run = start("echo first; sleep 30", output, CommandLimits.DEFAULT);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (output.size() == 0 && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(output.text()).isEqualTo("first\n");
        run.cancel();
        assertThat(run.await(Duration.ofSeconds(10)).orElseThrow().end())
                .isEqualTo(new CommandResult.Cancelled());
    }

    @Test
    void cancelEndsTheWholeTree() throws Exception {
        Path file = Files.createTempFile("procdeck", "tree");
        // A child that ignores TERM, one in a session of its own, and an orphan.
        String script =
                "sh -c 'trap \"\" TERM; while :; do sleep 0.1; done' & echo $! >> F;"
                        + "setsid sh -c 'echo $$ >> F; exec sleep 1000' & "
                        + "(sleep 1000 & echo $! >> F); echo $$ >> F; echo up; wait";
        Collected output = new Collected();
        CommandRun run = start(script.replace("F", file.toString()), output, CommandLimits.DEFAULT);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (Files.readAllLines(file).size() < 4 && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        List<String> pids = Files.readAllLines(file);
        assertThat(pids).hasSize(4);
        assertThat(pids).allMatch(pid -> Files.exists(Path.of("/proc", pid)));
        run.cancel();
        assertThat(run.await(Duration.ofSeconds(15)).orElseThrow().end())
                .isEqualTo(new CommandResult.Cancelled());
        TimeUnit.MILLISECONDS.sleep(200);
        assertThat(pids).allMatch(CommandCageContract::isGone);
    }

    @Test
    void whatItLeavesRunningEndsWithIt() throws Exception {
        Collected output = new Collected();
        CommandResult result = sh("sleep 1000 >/dev/null 2>&1 & echo $!", output);
        assertThat(result.end()).isEqualTo(exited(0));
        TimeUnit.MILLISECONDS.sleep(200);
        assertThat(output.text().strip()).matches(CommandCageContract::isGone);
    }

    @Test
    void timeIsLimited() throws Exception {
        CommandLimits oneSecond =
                new CommandLimits(Duration.ofSeconds(1), 1 << 28, 100, 100, 1 << 20, 1 << 28);
        CommandRun run = start("sleep 1000", new Collected(), oneSecond);
        CommandResult result = run.await(Duration.ofSeconds(15)).orElseThrow();
        assertThat(result.end()).isEqualTo(new CommandResult.TimedOut());
        assertThat(result.took()).isBetween(Duration.ofMillis(900), Duration.ofSeconds(8));
    }

    @Test
    void outputIsCappedAndSaidToBe() throws Exception {
        CommandLimits small =
                new CommandLimits(Duration.ofSeconds(60), 1 << 28, 100, 100, 10_000, 1 << 28);
        Collected output = new Collected();
        CommandRun run = start("head -c 5000000 /dev/zero; echo end", output, small);
        CommandResult result = run.await(Duration.ofSeconds(30)).orElseThrow();
        assertThat(result.end()).isEqualTo(exited(0));
        assertThat(output.size()).isEqualTo(10_000);
        assertThat(result.truncated()).isTrue();
        assertThat(result.outputBytes()).isGreaterThan(10_000);
    }

    @Test
    void fileSizeIsLimitedWhereItSaysSo() throws Exception {
        CommandLimits small =
                new CommandLimits(Duration.ofSeconds(60), 1 << 28, 100, 100, 1 << 20, 100_000);
        assertThat(cage().enforced(small).limits().get(Limit.FILE_SIZE)).isEqualTo(By.RLIMIT);
        Path file = Files.createTempFile("procdeck", "big");
        CommandRun run = start("head -c 5000000 /dev/zero > " + file, new Collected(), small);
        run.await(Duration.ofSeconds(30)).orElseThrow();
        assertThat(Files.size(file)).isEqualTo(100_000);
        Files.delete(file);
    }

    @Test
    void missingProgramIsNotStarted() throws Exception {
        CommandResult result = run(Path.of("/usr/bin/no-such-program"), List.of(), new Collected());
        assertThat(result.end())
                .satisfiesAnyOf(
                        end -> assertThat(end).isInstanceOf(CommandResult.NotStarted.class),
                        // setsid and prlimit say 127 of what they cannot run.
                        end -> assertThat(end).isEqualTo(exited(127)));
    }

    private static boolean isGone(String pid) {
        try {
            return Files.readString(Path.of("/proc", pid, "stat")).contains(") Z ");
        } catch (IOException gone) {
            return true;
        }
    }

    private static CommandResult.End exited(int status) {
        return new CommandResult.Ended(new ExitFact.Exited(status));
    }

    private CommandRun start(String script, Collected output, CommandLimits limits) {
        return cage().start(new CommandSpec(id(), SH, List.of("-c", script), "", limits), output);
    }

    private CommandResult sh(String script, Collected output) throws Exception {
        return run(SH, List.of("-c", script), output);
    }

    private CommandResult run(Path program, List<String> arguments, Collected output)
            throws Exception {
        CommandSpec spec = new CommandSpec(id(), program, arguments, "", CommandLimits.DEFAULT);
        return cage().start(spec, output).await(Duration.ofSeconds(20)).orElseThrow();
    }

    private static String id() {
        return "test-" + ProcessHandle.current().pid() + "-" + IDS.incrementAndGet();
    }
}
