package dev.procdeck.agent.views;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.host.facts.HostFactsReader;
import dev.procdeck.host.libc.Reading;
import dev.procdeck.protocol.answer.HostFacts;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the host does not tell is absent: no 0, no 1970, no empty name.
class FactsViewTest {
    private static final FactsView.Self SELF =
            new FactsView.Self("1", "root", true, "proc", null, "proc", null, List.of(), List.of());

    @Test
    void whatCannotBeReadIsNull(@TempDir Path nothing) {
        HostFacts shown =
                FactsView.of(
                        new HostFactsReader(nothing, () -> Reading.denied("getifaddrs")).read(),
                        Reading.denied("loadavg"),
                        SELF);
        assertThat(shown.osName()).isNull();
        assertThat(shown.osVersion()).isNull();
        assertThat(shown.hostName()).isNull();
        assertThat(shown.kernelRelease()).isNull();
        assertThat(shown.bootId()).isNull();
        assertThat(shown.bootTime()).isNull();
        assertThat(shown.uptimeSeconds()).isNull();
        assertThat(shown.cpuCount()).isNull();
        assertThat(shown.memoryTotalBytes()).isNull();
        assertThat(shown.addresses()).isNull();
        assertThat(shown.users()).isNull();
        assertThat(shown.load()).isNull();
    }

    @Test
    void whatThisHostTellsIsThere() {
        HostFacts shown =
                FactsView.of(HostFactsReader.ofHost().read(), Reading.unsupported("loadavg"), SELF);
        assertThat(shown.kernelRelease()).isNotEmpty();
        assertThat(shown.bootTime()).isAfter("2000-01-01T00:00:00Z");
        assertThat(shown.uptimeSeconds()).isPositive();
        assertThat(shown.cpuCount()).isPositive();
        assertThat(shown.memoryTotalBytes()).isPositive();
        assertThat(shown.addresses()).isNotEmpty();
    }
}
