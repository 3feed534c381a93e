package dev.procdeck.agent.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostIdentityTest {
    private static final Journal.Clocks CLOCKS =
            new Journal.Clocks(InstantSource.fixed(Instant.EPOCH), () -> 1, "boot");

    @TempDir private Path directory;

    @Test
    @DisplayName("F7: a journal belongs to the host that made it, until another is acknowledged")
    void aJournalBelongsToOneHost() throws Exception {
        Path one = Files.writeString(directory.resolve("one"), "1".repeat(32) + "\n");
        Path other = Files.writeString(directory.resolve("other"), "2".repeat(32) + "\n");
        Path none = directory.resolve("none");
        assertThat(HostIdentity.isForeign(directory, one)).isFalse();
        assertThat(HostIdentity.isForeign(directory, one)).isFalse();
        assertThat(HostIdentity.isForeign(directory, other)).isTrue();
        assertThat(HostIdentity.isForeign(directory, none)).as("cannot be told").isFalse();
        HostIdentity.acknowledge(directory, other);
        assertThat(HostIdentity.isForeign(directory, other)).isFalse();
        assertThat(HostIdentity.isForeign(directory, one)).isTrue();
        assertThat(Files.readString(directory.resolve("host"))).doesNotContain("2222");
    }

    @Test
    void aHostWithoutAnIdIsNotToldApart() throws Exception {
        Path absent = directory.resolve("absent");
        Path empty = Files.writeString(directory.resolve("empty"), "uninitialized\n");
        Path shortest = Files.writeString(directory.resolve("shortest"), "3".repeat(32));
        for (Path none : new Path[] {absent, empty}) {
            assertThat(HostIdentity.isForeign(directory, none)).isFalse();
            HostIdentity.acknowledge(directory, none);
            assertThat(directory.resolve("host")).doesNotExist();
        }
        assertThat(HostIdentity.isForeign(directory, shortest)).isFalse();
        assertThat(directory.resolve("host")).exists();
    }

    @Test
    @DisplayName("F7: a restored copy on another host refuses to act until it is acknowledged")
    void aRestoredCopyRefusesToAct() throws Exception {
        try (Journal journal = Journal.open(directory, "1", CLOCKS)) {
            journal.intent(JournalTest.intent(1));
            journal.outcome(1, "r", JournalTest.outcome("running"));
        }
        Files.writeString(directory.resolve("host"), "of another host\n");
        try (Journal journal = Journal.open(directory, "1", CLOCKS)) {
            assertThat(journal.brokenBy()).contains("from another host");
            assertThatThrownBy(() -> journal.intent(JournalTest.intent(2)))
                    .hasMessageContaining("acknowledge-restore");
            assertThat(journal.ended(1)).as("looking goes on").isPresent();
        }
        HostIdentity.acknowledge(directory);
        try (Journal journal = Journal.open(directory, "1", CLOCKS)) {
            journal.intent(JournalTest.intent(2));
        }
        assertThat(new JournalVerifier(directory).verify(java.util.List.of(), _ -> {}).problems())
                .isEmpty();
    }
}
