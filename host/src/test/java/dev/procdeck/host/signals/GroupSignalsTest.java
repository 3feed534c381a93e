package dev.procdeck.host.signals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.host.processes.Children;
import dev.procdeck.host.processes.ProcessDetails;
import dev.procdeck.host.processes.ProcessIdentity;
import dev.procdeck.host.procfs.ProcFs;
import dev.procdeck.host.signals.SignalOutcome.After;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Real trees of processes, also such as grow while they are signalled.
@Timeout(60)
class GroupSignalsTest {
    private static final Duration WATCH = Duration.ofSeconds(5);

    private final Children children = new Children();
    private final ProcFs proc = ProcFs.at(Path.of("/proc"));
    private final String bootId = proc.readBootId().asOptional().orElseThrow();
    private final GroupSignals signals = new GroupSignals(proc, pid -> pid == SELF);
    private static final int SELF = (int) ProcessHandle.current().pid();

    /// In the command line of all processes of one test, so that survivors are found whoever their
    /// parent is by then.
    private final String mark = "600." + (System.nanoTime() & 0xffffff);

    @AfterEach
    void end() throws IOException {
        children.close();
        for (int pid : marked()) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
        proc.close();
    }

    @Test
    void everyMemberOfATreeGetsTheSignal() throws Exception {
        Process root = shell("sleep $0 & (sleep $0; :) & wait");
        await(() -> count() == 4);
        var sent = (GroupSignals.Sent) send(root, Signal.TERM, 0);
        assertThat(sent.each()).hasSize(4);
        assertThat(sent.each())
                .allMatch(each -> each.outcome().equals(new SignalOutcome.Sent(After.ENDED)));
        assertThat(sent.newcomers()).isEmpty();
        assertThat(count()).isZero();
    }

    @Test
    void childrenThatAreBornMeanwhileDoNotGetAway() throws Exception {
        for (int round = 0; round < 5; round++) {
            Process root = shell("i=0; while [ $i -lt 30 ]; do sleep $0 & i=$((i+1)); done; wait");
            await(() -> count() > 2);
            assertThat(send(root, Signal.KILL, 0)).isInstanceOf(GroupSignals.Sent.class);
            assertThat(count()).as("round %d", round).isZero();
        }
    }

    @Test
    void aChildWhoseParentEndedStillBelongs() throws Exception {
        Process root = setsid("(sleep $0 &) ; sleep $0");
        await(() -> count() == 3);
        send(root, Signal.KILL, 0);
        assertThat(count()).isZero();
    }

    @Test
    void tooManyAreLeftAsTheyAre() throws Exception {
        Process root = shell("i=0; while [ $i -lt 55 ]; do sleep $0 & i=$((i+1)); done; wait");
        await(() -> count() == 56);
        assertThat(send(root, Signal.TERM, 0)).isEqualTo(new GroupSignals.TooMany(56));
        assertThat(count()).isEqualTo(56);
        assertThat(states()).doesNotContain("T");
    }

    @Test
    void whoIsSparedIsNeitherHeldNorSignalled() throws Exception {
        Process root = shell("sleep $0 & sleep $0 & wait");
        await(() -> count() == 3);
        int spared = marked().getLast();
        var sent = (GroupSignals.Sent) send(root, Signal.TERM, spared);
        assertThat(sent.each())
                .filteredOn(each -> each.identity().pid() == spared)
                .extracting(GroupSignals.Each::outcome)
                .containsExactly(new SignalOutcome.Refused(SignalOutcome.Refusal.SPARED));
        assertThat(marked()).containsExactly(spared);
        assertThat(states()).doesNotContain("T");
    }

    @Test
    void stopHoldsAllAndContinueLetsAllGoOn() throws Exception {
        Process root = shell("sleep $0 & sleep $0 & wait");
        await(() -> count() == 3);
        send(root, Signal.STOP, 0);
        await(() -> states().equals(List.of("T", "T", "T")));
        send(root, Signal.CONT, 0);
        await(() -> !states().contains("T"));
        assertThat(count()).isEqualTo(3);
    }

    @Test
    void whoIgnoresItIsSaidToRunOn() throws Exception {
        Process root = shell("trap '' TERM; while :; do sleep 0.05; : $0; done");
        await(() -> count() >= 1);
        var sent =
                (GroupSignals.Sent)
                        signals.send(
                                ProcessGroup.tree(proc, identityOf(root)),
                                bootId,
                                Signal.TERM,
                                _ -> false,
                                Duration.ofMillis(300));
        assertThat(sent.each().getFirst().outcome())
                .isEqualTo(new SignalOutcome.Sent(After.STILL_RUNNING));
        assertThat(root.isAlive()).isTrue();
    }

    @Test
    void aTreeWhoseHeadIsGoneIsEmpty() throws Exception {
        Process root = shell("sleep $0");
        ProcessIdentity identity = identityOf(root);
        ProcessIdentity before = new ProcessIdentity(identity.pid(), identity.startTicks() - 1);
        assertThat(ProcessGroup.tree(proc, before).members(List.of())).isEmpty();
    }

    @Test
    void whatAnAgentThatEndedHeldIsLetGo() throws Exception {
        Process root = shell("sleep $0 & wait");
        await(() -> count() == 2);
        send(root, Signal.STOP, 0);
        await(() -> states().equals(List.of("T", "T")));
        signals.release(ProcessGroup.tree(proc, identityOf(root)), bootId, _ -> false);
        await(() -> !states().contains("T"));
    }

    private GroupSignals.Result send(Process root, Signal signal, int spared) {
        return signals.send(
                ProcessGroup.tree(proc, identityOf(root)),
                bootId,
                signal,
                member -> member.identity().pid() == spared,
                WATCH);
    }

    private Process shell(String script) throws IOException {
        return children.start("sh", "-c", script, mark);
    }

    private Process setsid(String script) {
        return children.start("setsid", "sh", "-c", script, mark);
    }

    private ProcessIdentity identityOf(Process child) {
        return new ProcessDetails(proc).findIdentity((int) child.pid()).orElseThrow();
    }

    private long count() {
        return marked().size();
    }

    private List<Integer> marked() {
        List<Integer> pids = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[1-9]*")) {
            for (Path each : all) {
                int pid = Integer.parseInt(each.getFileName().toString());
                if (pid != SELF && read(each.resolve("cmdline")).contains(mark)) {
                    pids.add(pid);
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return pids.stream().filter(pid -> !stateOf(pid).equals("Z")).sorted().toList();
    }

    private List<String> states() {
        return marked().stream().map(GroupSignalsTest::stateOf).toList();
    }

    private static String stateOf(int pid) {
        String stat = read(Path.of("/proc/" + pid + "/stat"));
        int close = stat.lastIndexOf(')');
        return close < 0 ? "Z" : stat.substring(close + 2, close + 3);
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }

    private static void await(BooleanSupplier holds) throws Exception {
        while (!holds.getAsBoolean()) {
            Thread.sleep(10);
        }
    }
}
