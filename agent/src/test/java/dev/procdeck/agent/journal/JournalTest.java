package dev.procdeck.agent.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procdeck.protocol.operation.Outcome;
import dev.procdeck.protocol.operation.ReturnStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final Journal.Clocks CLOCKS =
            new Journal.Clocks(InstantSource.fixed(Instant.EPOCH), () -> 1, "boot");

    @TempDir private Path directory;
    private Path file;

    @BeforeEach
    void place() {
        file = directory.resolve("journal-00000001.log");
    }

    @Test
    void whatWasRecordedIsThereAfterARestart() throws Exception {
        try (Journal journal = open()) {
            journal.intent(intent(1));
            journal.outcome(1, "r1", outcome("running"));
            journal.intent(intent(2));
        }
        try (Journal journal = open()) {
            assertThat(journal.ended(1)).contains(Map.entry("r1", outcome("running")));
            assertThat(journal.open()).containsExactly(intent(2));
            assertThat(journal.highestOperationId()).isEqualTo(2);
            assertThat(journal.reserve(1)).isFalse();
            assertThat(journal.reserve(2)).isFalse();
            assertThat(journal.reserve(3)).isTrue();
            assertThat(journal.reserve(3)).isFalse();
        }
    }

    @Test
    void aRefusalIsRecordedAndItsIdIsTaken() throws Exception {
        try (Journal journal = open()) {
            journal.refusal(7, "r7", outcome("policy_denied"));
        }
        try (Journal journal = open()) {
            assertThat(journal.ended(7)).contains(Map.entry("r7", outcome("policy_denied")));
            assertThat(journal.reserve(7)).isFalse();
        }
    }

    /// A crash may come right after the file was made.
    @Test
    void anEmptyLastSegmentIsBegun() throws Exception {
        fill(2);
        Files.createFile(directory.resolve(Segment.nameOf(2)));
        try (Journal journal = open()) {
            journal.intent(intent(3));
        }
        List<JournalRecord.Body> bodies = new ArrayList<>();
        assertThat(new JournalReader(directory, each -> bodies.add(each.body())).read()).isEmpty();
        assertThat(bodies.subList(bodies.size() - 2, bodies.size()))
                .containsExactly(new JournalRecord.SegmentOpened(2, "1"), intent(3));
    }

    @Test
    void anySingleChangeIsFound() throws Exception {
        fill(20);
        byte[] good = Files.readAllBytes(file);
        Random random = new Random(1);
        for (int i = 0; i < TamperTest.EDITS; i++) {
            byte[] bad = good.clone();
            int at = random.nextInt(bad.length);
            bad[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, bad);
            assertThat(verify()).as("bit at %d", at).isPresent();
        }
    }

    @Test
    void deletedSwappedAndRepeatedRecordsAreFoundAndNamed() throws Exception {
        fill(6);
        List<byte[]> frames = frames();
        List<byte[]> deleted = new ArrayList<>(frames);
        deleted.remove(3);
        write(deleted);
        assertThat(verify().orElseThrow().sequence()).isEqualTo(4);
        List<byte[]> swapped = new ArrayList<>(frames);
        swapped.set(2, frames.get(3));
        swapped.set(3, frames.get(2));
        write(swapped);
        assertThat(verify().orElseThrow().sequence()).isEqualTo(3);
        List<byte[]> repeated = new ArrayList<>(frames);
        repeated.add(4, frames.get(3));
        write(repeated);
        assertThat(verify().orElseThrow().sequence()).isEqualTo(5);
        write(frames);
        assertThat(verify()).isEmpty();
    }

    @Test
    void aTailTornAnywhereIsCutAndWhatWasBeforeStays() throws Exception {
        fill(3);
        byte[] good = Files.readAllBytes(file);
        int lastFrame = good.length - frames().getLast().length;
        for (int length = lastFrame + 1; length < good.length; length++) {
            Files.write(file, java.util.Arrays.copyOf(good, length));
            assertThat(verify().orElseThrow().tail()).isTrue();
            try (Journal journal = open()) {
                assertThat(journal.brokenBy()).isNull();
                assertThat(journal.highestOperationId()).isEqualTo(2);
                journal.intent(intent(9));
            }
            assertThat(cut()).containsEntry("bytes", Integer.toString(length - lastFrame));
        }
    }

    /// What the journal, which is whole, says of a tail that was cut off.
    private Map<String, String> cut() throws IOException {
        Map<String, String> said = new HashMap<>();
        JournalReader reader =
                new JournalReader(
                        directory,
                        record -> {
                            if (record.body() instanceof JournalRecord.Noted note) {
                                said.putAll(note.parameters());
                            }
                        });
        assertThat(reader.read()).isEmpty();
        return said;
    }

    @Test
    void damageInTheMiddleMeansNoMoreActs() throws Exception {
        fill(5);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        try (Journal journal = open()) {
            assertThat(journal.brokenBy()).contains("damaged at record");
            assertThatThrownBy(() -> journal.intent(intent(99)))
                    .isInstanceOf(JournalException.class);
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
    }

    @Test
    @DisplayName(
            "U3: after one failed fsync nothing is accepted until a restart has read everything")
    void afterOneFailedSyncNothingIsAcceptedUntilARestart() throws Exception {
        boolean[] fail = {false};
        Journal journal =
                new Journal(
                        directory,
                        "1",
                        CLOCKS,
                        (channel, bytes, _) -> {
                            channel.write(bytes);
                            if (fail[0]) {
                                throw new IOException("Input/output error");
                            }
                        },
                        Journal.MAX_SEGMENT_BYTES);
        journal.intent(intent(1));
        fail[0] = true;
        assertThatThrownBy(() -> journal.intent(intent(2))).hasMessageContaining("Input/output");
        fail[0] = false;
        for (int i = 3; i < 503; i++) {
            long id = i;
            assertThatThrownBy(() -> journal.intent(intent(id)))
                    .isInstanceOf(JournalException.class);
        }
        assertThat(journal.seal()).as("nothing is signed any more").isEmpty();
        journal.close();
        try (Journal again = open()) {
            assertThat(again.brokenBy()).isNull();
            assertThat(again.open()).as("what may have reached the disk has no end yet").hasSize(2);
            again.intent(intent(600));
        }
        assertThat(verify()).isEmpty();
    }

    @Test
    @DisplayName(
            "U11: a clock set back an hour or forward ten years changes neither order nor chain")
    void aClockThatIsSetChangesNoOrder() throws Exception {
        Instant start = Instant.parse("2026-01-01T00:00:00Z");
        Instant[] wall = {start};
        long[] nanos = {1};
        Journal.Clocks clocks = new Journal.Clocks(() -> wall[0], () -> nanos[0]++, "boot");
        try (Journal journal = Journal.open(directory, "1", clocks)) {
            for (long id = 1; id <= 9; id++) {
                wall[0] =
                        switch ((int) id % 3) {
                            case 0 -> start.minusSeconds(3_600);
                            case 1 -> start;
                            default -> start.plusSeconds(10L * 365 * 86_400);
                        };
                journal.intent(intent(id));
                journal.outcome(id, "r" + id, outcome("running"));
                assertThat(journal.seal()).isPresent();
            }
        }
        List<JournalRecord> records = new ArrayList<>();
        JournalVerifier.Report report =
                new JournalVerifier(directory).verify(List.of(), records::add);
        assertThat(report.problems()).isEmpty();
        assertThat(records).extracting(JournalRecord::monotonicNanos).isSorted();
        assertThat(records).extracting(JournalRecord::sequence).isSorted();
    }

    @Test
    void afterOneFailedWriteNothingIsAcceptedUntilARestart() throws Exception {
        boolean[] fail = {false};
        Journal journal =
                new Journal(
                        directory,
                        "1",
                        CLOCKS,
                        (channel, bytes, force) -> {
                            if (fail[0]) {
                                // Half a record, as a full disk leaves it.
                                channel.write(bytes.slice(0, bytes.remaining() / 2));
                                throw new IOException("No space left on device");
                            }
                            channel.write(bytes);
                        },
                        Journal.MAX_SEGMENT_BYTES);
        journal.intent(intent(1));
        fail[0] = true;
        assertThatThrownBy(() -> journal.intent(intent(2))).hasMessageContaining("No space");
        fail[0] = false;
        assertThatThrownBy(() -> journal.intent(intent(3))).isInstanceOf(JournalException.class);
        assertThat(journal.brokenBy()).isNotNull();
        journal.close();
        try (Journal again = open()) {
            assertThat(again.brokenBy()).isNull();
            assertThat(again.highestOperationId()).isEqualTo(1);
            again.intent(intent(4));
        }
        assertThat(verify()).isEmpty();
    }

    @Test
    void theChainRunsOverItsSegments() throws Exception {
        String big = "x".repeat(500_000);
        try (Journal journal = open()) {
            for (int i = 0; i < 80; i++) {
                journal.note("big", Map.of("text", big));
            }
        }
        assertThat(Segment.list(directory)).hasSizeGreaterThan(2);
        assertThat(verify()).isEmpty();
        Files.delete(Segment.list(directory).get(1));
        assertThat(verify().orElseThrow().reason()).isEqualTo("a missing segment");
        Files.delete(Segment.list(directory).getFirst());
        assertThat(verify().orElseThrow().reason()).isEqualTo("a missing segment");
    }

    @Test
    void onlyOneAgentMayHaveItOpen() throws Exception {
        try (Journal _ = open()) {
            assertThatThrownBy(this::open).hasMessageContaining("another agent");
        }
    }

    /// A call that forgot to let go would hold every act of the agent for ever.
    @Test
    @Timeout(60)
    void nobodyHoldsTheJournalAfterACall() throws Exception {
        Journal journal = open();
        List<ThrowingRunnable> calls =
                List.of(
                        journal::brokenBy,
                        journal::highestOperationId,
                        () -> journal.reserve(1),
                        () -> journal.intent(intent(1)),
                        () -> journal.outcome(1, "r1", outcome("running")),
                        () -> journal.refusal(2, "r2", outcome("policy_denied")),
                        () -> journal.ended(1),
                        journal::open,
                        journal::unsealed,
                        journal::seal,
                        () -> journal.prune(1),
                        journal::close);
        for (ThrowingRunnable call : calls) {
            call.run();
            Thread other = Thread.ofPlatform().daemon().start(journal::brokenBy);
            other.join(10_000);
            assertThat(other.isAlive()).isFalse();
        }
        assertThat(journal.brokenBy()).isEqualTo("closed");
    }

    private interface ThrowingRunnable {
        void run() throws Exception;
    }

    @Test
    void manyIdsCostLittle() {
        OperationIndex index = new OperationIndex();
        for (long id = 1; id <= 200_000; id++) {
            assertThat(index.know(id)).isTrue();
        }
        assertThat(index.know(77_777)).isFalse();
        assertThat(index.know(Long.MAX_VALUE)).isTrue();
        assertThat(index.know(Long.MAX_VALUE)).isFalse();
    }

    private Journal open() throws IOException {
        return Journal.open(directory, "1", CLOCKS);
    }

    private void fill(int count) throws Exception {
        try (Journal journal = open()) {
            for (int i = 1; i <= count; i++) {
                journal.intent(intent(i));
            }
        }
    }

    private Optional<JournalReader.Damage> verify() throws IOException {
        return new JournalReader(directory, _ -> {}).read();
    }

    private List<byte[]> frames() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        List<byte[]> frames = new ArrayList<>();
        int at = 0;
        while (Segment.at(bytes, at) instanceof Segment.Found.Whole whole) {
            frames.add(java.util.Arrays.copyOfRange(bytes, at, whole.end()));
            at = whole.end();
        }
        return frames;
    }

    private void write(List<byte[]> frames) throws IOException {
        var out = new java.io.ByteArrayOutputStream();
        frames.forEach(out::writeBytes);
        Files.write(file, out.toByteArray());
    }

    static JournalRecord.IntentRecorded intent(long id) {
        return new JournalRecord.IntentRecorded(
                id,
                "r" + id,
                "ann",
                "admin",
                "127.0.0.1",
                "s",
                Instant.EPOCH,
                "service",
                "restart",
                "nginx.service",
                null,
                "active (running)",
                Map.of("invocationId", "0123456789abcdef0123456789abcdef"));
    }

    static Outcome outcome(String code) {
        return new Outcome(
                ReturnStatus.SUCCEEDED,
                code,
                Map.of(),
                null,
                null,
                null,
                List.of(),
                List.of(),
                Instant.EPOCH,
                null);
    }
}
