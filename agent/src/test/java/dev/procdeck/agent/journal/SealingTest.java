package dev.procdeck.agent.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// When a journal is sealed, and who is told (U10, U12).
@Timeout(60)
class SealingTest {
    private static final Duration OFTEN = Duration.ofMillis(1);
    private static final Duration NEVER = Duration.ofDays(1);

    @TempDir private Path directory;

    private final AtomicLong nanos = new AtomicLong(-5);

    /// Counts how often the sealing thread has looked: it asks for the time when there is something
    /// to seal.
    private final AtomicLong asked = new AtomicLong();

    private final List<String> published = new CopyOnWriteArrayList<>();
    private final List<IOException> troubles = new CopyOnWriteArrayList<>();
    private Journal journal;

    @BeforeEach
    void open() throws IOException {
        journal = open(3_000);
    }

    private Journal open(long maxSegmentBytes) throws IOException {
        return new Journal(
                directory,
                "1",
                new Journal.Clocks(InstantSource.fixed(Instant.EPOCH), () -> 1, "boot"),
                (channel, bytes, _) -> channel.write(bytes),
                maxSegmentBytes);
    }

    @AfterEach
    void close() throws IOException {
        journal.close();
    }

    private Sealing sealing(int keepSegments, Duration look) {
        return new Sealing(
                journal,
                keepSegments,
                published::add,
                troubles::add,
                look,
                () -> {
                    asked.incrementAndGet();
                    return nanos.get();
                });
    }

    private void note(int times) throws IOException {
        for (int i = 0; i < times; i++) {
            journal.note("n", Map.of());
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Thread.sleep(1);
        }
    }

    @Test
    @DisplayName("U10: what is sealed is published as one line that a verifier takes")
    void eachCheckpointIsPublishedOnce() throws IOException {
        try (Sealing sealing = sealing(100, NEVER)) {
            note(3);
            sealing.seal();
            assertThat(published).hasSize(1);
            sealing.seal();
            assertThat(published).as("nothing new, nothing to say").hasSize(1);
            note(1);
        }
        assertThat(published).as("the rest is sealed when it is closed").hasSize(2);
        assertThat(journal.unsealed()).isZero();
        assertThat(published).allMatch(line -> Checkpoint.parse(line).isPresent());
        assertThat(new JournalVerifier(directory).verify(published, _ -> {}))
                .satisfies(report -> {
                    assertThat(report.problems()).isEmpty();
                    assertThat(report.kept()).isEqualTo(2);
                });
        assertThat(troubles).isEmpty();
    }

    @Test
    @DisplayName("U10: a seal comes five minutes after the one before, and not sooner")
    void fiveMinutesAreTheLongest() throws Exception {
        note(1);
        try (Sealing _ = sealing(100, OFTEN)) {
            nanos.addAndGet(Sealing.AGE.toNanos());
            long before = asked.get();
            await(() -> asked.get() > before + 5);
            assertThat(published).isEmpty();
            nanos.incrementAndGet();
            await(() -> published.size() == 1);
            note(1);
            long again = asked.get();
            await(() -> asked.get() > again + 5);
            assertThat(published).as("the five minutes begin anew").hasSize(1);
        }
    }

    @Test
    @DisplayName("U10: a thousand records are sealed at once")
    void aThousandRecordsAreTheMost() throws Exception {
        // The first record of a segment counts too.
        journal.close();
        journal = open(Journal.MAX_SEGMENT_BYTES);
        note((int) (Sealing.RECORDS - 1 - journal.unsealed()));
        try (Sealing _ = sealing(1_000_000, OFTEN)) {
            await(() -> asked.get() > 5);
            assertThat(published).isEmpty();
            note(1);
            await(() -> published.size() == 1);
        }
    }

    @Test
    @DisplayName("U12: what is sealed and too old is deleted by itself")
    void oldSegmentsGo() throws Exception {
        note(400);
        journal.seal();
        assertThat(Segment.list(directory)).hasSizeGreaterThan(4);
        try (Sealing _ = sealing(2, OFTEN)) {
            await(() -> Files.exists(directory.resolve(Tombstone.FILE)) && segments() == 3);
        }
        assertThat(new JournalVerifier(directory).verify(published, _ -> {}).problems()).isEmpty();
        assertThat(troubles).isEmpty();
    }

    @Test
    @DisplayName("U10: what cannot be sealed or deleted is told, and is tried again")
    void troubleIsTold() throws Exception {
        note(400);
        Path next = directory.resolve("seal.key.next");
        Files.createDirectory(next);
        try (Sealing sealing = sealing(2, NEVER)) {
            sealing.seal();
            assertThat(published).isEmpty();
            assertThat(troubles).hasSize(1);
            Files.delete(next);
            sealing.seal();
            assertThat(published).hasSize(1);
        }
        Files.createDirectory(directory.resolve("tombstone.new"));
        note(1);
        try (Sealing _ = sealing(2, OFTEN)) {
            await(() -> troubles.size() > 1);
        }
    }

    @Test
    @DisplayName("U12: segments that cannot be deleted are one record, however often it is tried")
    void whatCannotBeDeletedIsSaidOnce() throws Exception {
        note(400);
        journal.seal();
        Path blocked = Files.createDirectory(directory.resolve("tombstone.new"));
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> journal.prune(2)).isInstanceOf(IOException.class);
        }
        assertThat(deletions()).hasSize(1);
        journal.close();
        journal = open(3_000);
        assertThatThrownBy(() -> journal.prune(2)).isInstanceOf(IOException.class);
        assertThat(deletions()).as("nor is it after a restart").hasSize(1);

        Files.delete(blocked);
        journal.prune(2);
        assertThat(segments()).isEqualTo(3);
        assertThat(deletions())
                .singleElement()
                .isEqualTo(Long.toString(Tombstone.read(directory).lastSegment()));
        note(100);
        journal.seal();
        journal.prune(2);
        assertThat(deletions()).as("the next deletion is another one").hasSize(2);
        assertThat(new JournalVerifier(directory).verify(List.of(), _ -> {}).problems()).isEmpty();
    }

    @Test
    @DisplayName("U12: a crash between the tombstone and the deletion leaves nothing for ever")
    void whatATombstoneCoversIsDeletedAtTheNextStart() throws Exception {
        note(400);
        journal.seal();
        Path first = Segment.list(directory).getFirst();
        byte[] bytes = Files.readAllBytes(first);
        journal.prune(2);
        assertThat(first).doesNotExist();
        journal.close();
        Files.write(first, bytes);
        journal = open(3_000);
        assertThat(first).doesNotExist();
        assertThat(journal.brokenBy()).isNull();
    }

    /// The segment that each record of a deletion names, of those records that are left.
    private List<String> deletions() throws IOException {
        List<String> segments = new ArrayList<>();
        new JournalReader(
                        directory,
                        record -> {
                            if (record.body() instanceof JournalRecord.Noted note
                                    && note.code().equals(Tombstone.NOTE)) {
                                segments.add(note.parameters().get("lastSegment"));
                            }
                        })
                .read();
        return segments;
    }

    @Test
    void aClosedOneLooksNoMore() throws Exception {
        note(1);
        Sealing sealing = sealing(100, OFTEN);
        sealing.close();
        sealing.awaitEnd();
        note(1);
        nanos.addAndGet(2 * Sealing.AGE.toNanos());
        assertThat(published).hasSize(1);
    }

    private int segments() {
        try {
            return Segment.list(directory).size();
        } catch (IOException e) {
            return -1;
        }
    }
}
