package dev.procdeck.host.signals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.processes.Children;
import dev.procdeck.host.processes.ProcessDetail.IoPriority;
import dev.procdeck.host.processes.ProcessDetails;
import dev.procdeck.host.processes.ProcessIdentity;
import dev.procdeck.host.procfs.ProcFs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProcessPriorityTest {
    private final Children children = new Children();
    private final ProcFs proc = ProcFs.at(Path.of("/proc"));
    private final String bootId = proc.readBootId().asOptional().orElseThrow();
    private final ProcessPriority priority = new ProcessPriority(proc, _ -> false);

    @AfterEach
    void stop() {
        children.close();
        proc.close();
    }

    @Test
    void changesEveryThreadAsTheToolsSee() throws IOException {
        Process child =
                children.start(
                        "python3",
                        "-c",
                        "import threading,time\nfor i in range(3):\n threading.Thread(target=time.sleep,args=(600,),daemon=True).start()\n"
                                + "print(flush=True)\ntime.sleep(600)");
        assertThat(child.inputReader().readLine()).isEmpty();
        PriorityChange change = new PriorityChange(7, new IoPriority(3, 0), List.of(0));
        PriorityOutcome outcome = priority.change(identityOf(child), bootId, change);

        assertThat(outcome).isInstanceOf(PriorityOutcome.Changed.class);
        PriorityOutcome.Changed changed = (PriorityOutcome.Changed) outcome;
        assertThat(changed.before().nice()).isEqualTo(Reading.of(0));
        assertThat(changed.after().nice()).isEqualTo(Reading.of(7));
        assertThat(changed.after().cpus()).isEqualTo(Reading.of(List.of(0)));
        assertThat(Children.output("ps", "-L", "-o", "nice=", "-p", "" + child.pid()))
                .hasSize(4)
                .allMatch(line -> line.strip().equals("7"));
        assertThat(Children.output("ionice", "-p", "" + child.pid())).containsExactly("idle");
        assertThat(Children.output("taskset", "-p", "" + child.pid()).getFirst()).endsWith(": 1");
    }

    @Test
    void refusesAnotherIdentityAndProcessOne() throws IOException {
        Process child = children.start("sleep", "600");
        ProcessIdentity identity = identityOf(child);
        PriorityChange change = new PriorityChange(1, null, null);
        assertThat(
                        priority.change(
                                new ProcessIdentity(identity.pid(), identity.startTicks() + 1),
                                bootId,
                                change))
                .isEqualTo(new PriorityOutcome.NotChanged(new SignalOutcome.IdentityChanged()));
        assertThat(priority.change(new ProcessIdentity(1, 0), bootId, change))
                .isEqualTo(
                        new PriorityOutcome.NotChanged(
                                new SignalOutcome.Refused(SignalOutcome.Refusal.PROCESS_ONE)));
        assertThat(Children.output("ps", "-o", "nice=", "-p", "" + child.pid()).getFirst().strip())
                .isEqualTo("0");
    }

    @Test
    void aCpuThatIsNotThereChangesNothing() {
        Process child = children.start("sleep", "600");
        assertThat(
                        priority.change(
                                identityOf(child),
                                bootId,
                                new PriorityChange(null, null, List.of(8000))))
                .isEqualTo(new PriorityOutcome.NotChanged(new SignalOutcome.Failed("EINVAL")));
    }

    @Test
    void nonsenseIsNotAChange() {
        assertThatThrownBy(() -> new PriorityChange(20, null, null)).hasMessageContaining("nice");
        assertThatThrownBy(() -> new PriorityChange(null, null, List.of()))
                .hasMessageContaining("CPU");
        assertThatThrownBy(() -> new PriorityChange(null, new IoPriority(4, 0), null))
                .hasMessageContaining("class");
        assertThatThrownBy(() -> new PriorityChange(null, null, null))
                .hasMessageContaining("nothing");
    }

    private ProcessIdentity identityOf(Process child) {
        return new ProcessDetails(proc).findIdentity((int) child.pid()).orElseThrow();
    }
}
