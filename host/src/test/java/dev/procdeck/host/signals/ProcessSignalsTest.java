package dev.procdeck.host.signals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.host.processes.Children;
import dev.procdeck.host.processes.ProcessDetails;
import dev.procdeck.host.processes.ProcessIdentity;
import dev.procdeck.host.procfs.ProcFs;
import dev.procdeck.host.signals.SignalOutcome.After;
import dev.procdeck.host.signals.SignalOutcome.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessSignalsTest {
    private static final int SELF = (int) ProcessHandle.current().pid();

    private final Children children = new Children();
    private final ProcFs proc = ProcFs.at(Path.of("/proc"));
    private final String bootId = proc.readBootId().asOptional().orElseThrow();
    private final ProcessSignals signals = new ProcessSignals(proc, pid -> pid == SELF);

    @AfterEach
    void stop() {
        children.close();
        proc.close();
    }

    @Test
    void termEndsExactlyTheProcessAndSaysSo() throws Exception {
        Process child = sleeper();
        Process other = sleeper();
        assertThat(signals.send(identityOf(child), bootId, Signal.TERM, Duration.ofSeconds(5)))
                .isEqualTo(new SignalOutcome.Sent(After.ENDED));
        assertThat(child.waitFor(5, TimeUnit.SECONDS)).isTrue();
        assertThat(child.exitValue()).isEqualTo(128 + 15);
        assertThat(other.isAlive()).isTrue();
    }

    @Test
    void aProcessThatIgnoresTermIsStillRunning() throws Exception {
        Process child =
                children.start("sh", "-c", "trap '' TERM; echo; while :; do sleep 600; done");
        assertThat(child.inputReader().readLine()).isEmpty();
        assertThat(signals.send(identityOf(child), bootId, Signal.TERM, Duration.ofMillis(200)))
                .isEqualTo(new SignalOutcome.Sent(After.STILL_RUNNING));
        assertThat(signals.send(identityOf(child), bootId, Signal.KILL, Duration.ofSeconds(5)))
                .isEqualTo(new SignalOutcome.Sent(After.ENDED));
    }

    @Test
    void stopAndContinueAreNotWatched() throws Exception {
        Process child = sleeper();
        assertThat(signals.send(identityOf(child), bootId, Signal.STOP, Duration.ofSeconds(5)))
                .isEqualTo(new SignalOutcome.Sent(After.NOT_WATCHED));
        assertThat(signals.send(identityOf(child), bootId, Signal.CONT))
                .isEqualTo(new SignalOutcome.Sent(After.NOT_WATCHED));
        assertThat(child.isAlive()).isTrue();
    }

    @Test
    void anotherStartOrAnotherBootIsAnotherProcess() throws Exception {
        Process child = sleeper();
        ProcessIdentity identity = identityOf(child);
        ProcessIdentity reused = new ProcessIdentity(identity.pid(), identity.startTicks() - 1);
        assertThat(signals.send(reused, bootId, Signal.KILL))
                .isEqualTo(new SignalOutcome.IdentityChanged());
        assertThat(signals.send(identity, "another-boot", Signal.KILL))
                .isEqualTo(new SignalOutcome.IdentityChanged());
        assertThat(child.isAlive()).isTrue();
    }

    @Test
    void aProcessThatEndedIsGone() throws Exception {
        Process child = sleeper();
        ProcessIdentity identity = identityOf(child);
        child.destroyForcibly().waitFor();
        assertThat(signals.send(identity, bootId, Signal.TERM)).isEqualTo(new SignalOutcome.Gone());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 0, -1, Integer.MIN_VALUE})
    void processOneAndGroupsAreNeverSignalled(int pid) {
        assertThat(signals.send(new ProcessIdentity(pid, 0), bootId, Signal.KILL))
                .isEqualTo(new SignalOutcome.Refused(Refusal.PROCESS_ONE));
    }

    @Test
    void ownProcessesAreNeverSignalled() {
        ProcessIdentity self = new ProcessDetails(proc).findIdentity(SELF).orElseThrow();
        assertThat(signals.send(self, bootId, Signal.TERM))
                .isEqualTo(new SignalOutcome.Refused(Refusal.OWN_PROCESS));
    }

    @Test
    void kernelThreadsAreNeverSignalled() throws IOException {
        Assumptions.assumeTrue(Files.readString(Path.of("/proc/2/comm")).equals("kthreadd\n"));
        Optional<ProcessIdentity> kthreadd = new ProcessDetails(proc).findIdentity(2);
        assertThat(signals.send(kthreadd.orElseThrow(), bootId, Signal.WINCH))
                .isEqualTo(new SignalOutcome.Refused(Refusal.KERNEL_THREAD));
    }

    @Test
    void namesAreThoseOfKill() {
        assertThat(Signal.find("TERM")).contains(Signal.TERM);
        assertThat(Signal.find("sigkill")).contains(Signal.KILL);
        assertThat(Signal.find("9")).isEmpty();
        assertThat(Signal.find("")).isEmpty();
        assertThat(Signal.find("SIG")).isEmpty();
    }

    @Test
    void numbersAreThoseOfThisHost() throws IOException {
        for (Signal signal : Signal.values()) {
            assertThat(Children.output("kill", "-l", "" + signal.number()))
                    .containsExactly(signal.name());
        }
    }

    private Process sleeper() throws IOException {
        Process child = children.start("sleep", "600");
        Children.awaitAsleep(child.pid(), "sleep");
        return child;
    }

    private ProcessIdentity identityOf(Process child) {
        return new ProcessDetails(proc).findIdentity((int) child.pid()).orElseThrow();
    }
}
