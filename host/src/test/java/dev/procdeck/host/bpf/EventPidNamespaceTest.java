package dev.procdeck.host.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.host.events.Life;
import dev.procdeck.host.events.ToldLives;
import dev.procdeck.host.processes.Children;
import dev.procdeck.host.procfs.ProcFs;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Inside a PID namespace of its own: what happens outside it is none of our events, what happens
/// in one below it has our numbers, and units are those of this host.
@Tag("testhost")
class EventPidNamespaceTest {
    @Test
    void eventsAreThoseOfThisNamespaceWithItsNumbers() throws Exception {
        try (Children children = new Children();
                ProcFs proc = ProcFs.at(Path.of("/proc"));
                ToldLives lives = new ToldLives(BpfEventSource.load(proc), proc)) {
            Process child = children.start("sleep", "0.2");
            Process below =
                    children.start(
                            "unshare", "--pid", "--fork", "--mount-proc", "sh", "-c", "exit 5");
            Process unit =
                    children.start(
                            "systemd-run", "--wait", "--quiet", "--unit=events-short", "/bin/true");
            child.waitFor();
            below.waitFor();
            unit.waitFor();
            lives.readUntil(() ->
                    lives.hasEnded(child.pid())
                            && lives.hasEnded(below.pid())
                            && lives.hasEnded(unit.pid()));

            Life sleeper = lives.of(child.pid()).getFirst();
            assertThat(sleeper.parentPid()).isEqualTo((int) ProcessHandle.current().pid());
            // It was pid 1 where it ran; here it has another number.
            Life inner = lives.running("sh -c exit 5").getLast();
            assertThat(inner.identity().pid()).isGreaterThan(1);
            assertThat(lives.endOf(inner).status().code()).isEqualTo(5);
            // A group that came and went with its process is known all the same.
            Life shortUnit =
                    lives.running("/bin/true").stream()
                            .filter(life -> Integer.valueOf(1).equals(life.parentPid()))
                            .findFirst()
                            .orElseThrow();
            assertThat(shortUnit.group()).isNotNull();
            assertThat(shortUnit.group().unit()).isEqualTo("events-short.service");
        }
    }

    @Test
    void theConnectorDoesNotServeThisNamespaceAndSaysSo() {
        try (ProcFs proc = ProcFs.at(Path.of("/proc"))) {
            EventSourceChooser.Chosen chosen = EventSourceChooser.lesser(proc, "no BTF");
            chosen.source().close();
            assertThat(chosen.source().name()).isEqualTo("polling");
            assertThat(chosen.reason()).contains("process connector");
        }
    }
}
