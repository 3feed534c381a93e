package dev.procdeck.host.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.host.events.ConnectorEventSource;
import dev.procdeck.host.events.ExitStatus;
import dev.procdeck.host.events.Life;
import dev.procdeck.host.events.PollingEventSource;
import dev.procdeck.host.events.ProcessEvent;
import dev.procdeck.host.events.ProcessEventSource;
import dev.procdeck.host.events.ToldLives;
import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.netlink.ProcConnector;
import dev.procdeck.host.processes.Children;
import dev.procdeck.host.procfs.ProcFs;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whatever the source, the same lives are told the same way: all of them see processes that live
/// longer than a look at the table takes, and those who tell of ends tell the truth.
class EventSourcesDifferentialTest {
    enum Source {
        BPF,
        CONNECTOR,
        POLLING
    }

    private final ProcFs proc = ProcFs.at(Path.of("/proc"));
    private final Children children = new Children();

    @AfterEach
    void close() {
        children.close();
        proc.close();
    }

    private ProcessEventSource open(Source source) throws BpfUnavailableException {
        return switch (source) {
            case BPF -> BpfEventSource.load(proc);
            case CONNECTOR -> {
                Reading<ProcConnector> connector = ProcConnector.open();
                Assumptions.assumeTrue(
                        connector instanceof Reading.Value<ProcConnector>,
                        () -> "no process connector here: " + connector);
                yield new ConnectorEventSource(connector.asOptional().orElseThrow(), proc);
            }
            case POLLING -> new PollingEventSource();
        };
    }

    @ParameterizedTest
    @EnumSource(Source.class)
    void aLifeIsToldTheSameWhoeverTells(Source source) throws Exception {
        ProcessEventSource from = open(source);
        assertThat(from.name()).isEqualTo(source.name().toLowerCase(Locale.ROOT));
        try (ToldLives lives = new ToldLives(from, proc)) {
            // Others come and go meanwhile.
            Process churn =
                    children.start(
                            "/bin/sh", "-c", "while :; do /bin/true churn; sleep 0.01; done");
            Process long1 = children.start("sleep", "600");
            Process quits = children.start("/bin/sh", "-c", "sleep 3; exit 7");
            lives.readUntil(() ->
                    !lives.of(long1.pid()).isEmpty()
                            && !lives.running("sleep 3; exit 7").isEmpty()
                            && lives.of(long1.pid()).getFirst().commandLine() != null
                            && lives.of(long1.pid())
                                    .getFirst()
                                    .commandLine()
                                    .text()
                                    .equals("sleep 600"));
            Life sleeper = lives.of(long1.pid()).getFirst();
            assertThat(sleeper.comm()).isEqualTo("sleep");
            assertThat(sleeper.parentPid()).isEqualTo((int) ProcessHandle.current().pid());
            assertThat(sleeper.uid()).isNotNull();
            assertThat(sleeper.startSeen()).isTrue();
            assertThat(sleeper.identity().startTicks()).isEqualTo(startTicks(long1.pid()));

            long1.destroyForcibly().waitFor();
            assertThat(quits.waitFor()).isEqualTo(7);
            lives.readUntil(() -> lives.hasEnded(long1.pid()) && lives.hasEnded(quits.pid()));
            churn.destroyForcibly().waitFor();
            assertThat(lives.of(long1.pid())).as("one life, one entry").hasSize(1);
            ExitStatus killed = lives.endOf(sleeper).status();
            ExitStatus quit = lives.endOf(lives.of(quits.pid()).getFirst()).status();
            if (source == Source.POLLING) {
                assertThat(killed).as("nobody saw how").isNull();
                assertThat(quit).isNull();
            } else {
                assertThat(killed).isEqualTo(new ExitStatus(9));
                assertThat(quit).isEqualTo(new ExitStatus(7 << 8));
            }
        }
    }

    private static long startTicks(long pid) throws Exception {
        String stat = java.nio.file.Files.readString(Path.of("/proc/" + pid + "/stat"));
        return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19]);
    }

    @Test
    void whatAStormLostIsMadeUpForFromTheTable() throws Exception {
        try (ToldLives lives = new ToldLives(BpfEventSource.load(proc, 4096), proc)) {
            Process before = children.start("sleep", "600");
            lives.readUntil(() -> !lives.of(before.pid()).isEmpty());
            // Nobody reads while these come and go, and there is room for few of them.
            for (int i = 0; i < 60; i++) {
                children.start("/bin/true", "x".repeat(500)).waitFor();
            }
            Process stays = children.start("sleep", "601");
            before.destroyForcibly().waitFor();
            lives.readUntil(() -> lives.lost() > 0 && lives.hasEnded(before.pid()));
            lives.readUntil(() ->
                    lives.of(stays.pid()).stream()
                            .anyMatch(life ->
                                    life.commandLine() != null
                                            && life.commandLine().text().equals("sleep 601")));
            assertThat(lives.hasEnded(stays.pid())).isFalse();
            stays.destroyForcibly().waitFor();
            lives.readUntil(() -> lives.hasEnded(stays.pid()));
            ProcessEvent.Exited end = lives.endOf(lives.of(stays.pid()).getFirst());
            assertThat(end.status()).isEqualTo(new ExitStatus(9));
            assertThat(lives.of(stays.pid())).hasSize(1);
        }
    }

    @Test
    void withoutOurProgramTheNextBestIsTakenWithItsReason() {
        EventSourceChooser.Chosen chosen = EventSourceChooser.lesser(proc, "no BTF");
        try (ProcessEventSource source = chosen.source()) {
            assertThat(source.name()).isIn("connector", "polling");
            assertThat(chosen.reason()).startsWith("no BTF");
            assertThat(source.name().equals("polling")).isEqualTo(chosen.reason().contains("; "));
        }
    }
}
