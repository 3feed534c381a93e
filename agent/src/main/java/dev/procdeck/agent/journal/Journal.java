package dev.procdeck.agent.journal;

import dev.procdeck.protocol.operation.Outcome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The journal of one agent, open for appending. Thread-safe.
///
/// Opening reads everything: a torn tail is cut, other damage leaves the journal readable and
/// closed for acts. Only one agent may have a directory open.
public final class Journal implements AutoCloseable {
    static final long MAX_SEGMENT_BYTES = 16L << 20;

    /// Why a journal of another host takes nothing.
    static final String FOREIGN =
            "the data are from another host: procdeck audit acknowledge-restore lets this one act";

    /// Who makes the times of the records.
    public record Clocks(InstantSource wall, LongSupplier monotonicNanos, String bootId) {}

    /// Writes one record's bytes to disk for good; tests make it fail.
    @FunctionalInterface
    interface Disk {
        void write(FileChannel channel, ByteBuffer bytes, boolean force) throws IOException;
    }

    private static final Disk REAL =
            (channel, bytes, force) -> {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                if (force) {
                    channel.force(false);
                }
            };

    private final ReentrantLock lock = new ReentrantLock();
    private final Path directory;
    private final String programVersion;
    private final Clocks clocks;
    private final Disk disk;
    private final FileChannel lockFile;
    private final long maxSegmentBytes;
    private final OperationIndex index = new OperationIndex();
    private @Nullable Seal seal;
    private @Nullable FileChannel segment;
    private long segmentNumber;
    private byte[] lastHash;
    private long sequence;

    /// The last record of a deletion.
    private JournalRecord.@Nullable Noted deletion;

    private @Nullable String brokenBy;

    public static Journal open(Path directory, String programVersion, Clocks clocks)
            throws IOException {
        return new Journal(directory, programVersion, clocks, REAL, MAX_SEGMENT_BYTES);
    }

    Journal(Path directory, String programVersion, Clocks clocks, Disk disk, long maxSegmentBytes)
            throws IOException {
        this.maxSegmentBytes = maxSegmentBytes;
        this.directory = directory;
        this.programVersion = programVersion;
        this.clocks = clocks;
        this.disk = disk;
        Files.createDirectories(
                directory,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        lockFile =
                FileChannel.open(
                        directory.resolve("journal.lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        claim();
        index.knowRanges(Tombstone.read(directory).knownOperations());
        JournalReader reader = new JournalReader(directory, record -> learn(record.body()));
        Optional<JournalReader.Damage> damage = reader.read();
        lastHash = reader.lastHash();
        sequence = reader.lastSequence();
        if (damage.isPresent() && !damage.get().tail()) {
            brokenBy = describe(damage.get());
            return;
        }
        deleteBuried();
        openLast(damage.orElse(null));
        seal = Seal.open(directory);
        if (HostIdentity.isForeign(directory)) {
            brokenBy = FOREIGN;
        }
    }

    /// Why nothing can be recorded; null while it can.
    public @Nullable String brokenBy() {
        lock.lock();
        try {
            return brokenBy;
        } finally {
            lock.unlock();
        }
    }

    /// The highest id of an operation that was ever recorded; 0 before the first.
    public long highestOperationId() {
        lock.lock();
        try {
            return index.highestId();
        } finally {
            lock.unlock();
        }
    }

    /// Takes an operation's id for good, in memory only. False when it was taken before.
    public boolean reserve(long operationId) {
        lock.lock();
        try {
            return index.know(operationId);
        } finally {
            lock.unlock();
        }
    }

    /// Makes an intent durable. When this returns the act may begin; when it throws it may not.
    public void intent(JournalRecord.IntentRecorded intent) throws JournalException {
        append(intent, true);
    }

    /// Makes an outcome durable.
    public void outcome(long operationId, String requestId, Outcome outcome)
            throws JournalException {
        append(new JournalRecord.OutcomeRecorded(operationId, requestId, outcome), true);
    }

    /// Records a refusal. Nothing happens on its account, so nobody waits for the disk.
    public void refusal(long operationId, String requestId, Outcome outcome)
            throws JournalException {
        append(new JournalRecord.OutcomeRecorded(operationId, requestId, outcome), false);
    }

    /// Records something that is no act.
    public void note(String code, Map<String, String> parameters) throws JournalException {
        append(new JournalRecord.Noted(code, parameters), true);
    }

    /// How an operation ended, and under which request; empty when it was never seen, still runs,
    /// or is too long ago.
    public Optional<Map.Entry<String, Outcome>> ended(long operationId) {
        lock.lock();
        try {
            return index.ended(operationId)
                    .map(ended -> Map.entry(ended.requestId(), ended.outcome()));
        } finally {
            lock.unlock();
        }
    }

    /// Intents that have no end: after a start those that were under way when the agent before
    /// died.
    public List<JournalRecord.IntentRecorded> open() {
        lock.lock();
        try {
            return index.open();
        } finally {
            lock.unlock();
        }
    }

    /// How many records no checkpoint covers yet.
    public long unsealed() {
        lock.lock();
        try {
            return seal == null ? 0 : sequence - seal.sealedSequence();
        } finally {
            lock.unlock();
        }
    }

    /// Signs a checkpoint of everything up to now; empty when there is nothing new.
    Optional<Checkpoint> seal() throws IOException {
        lock.lock();
        try {
            if (seal == null || segment == null || brokenBy != null || unsealed() == 0) {
                return Optional.empty();
            }
            // A checkpoint must not speak of a record that a power cut could take.
            segment.force(false);
            return Optional.of(seal.sign(sequence, lastHash, clocks.wall().instant()));
        } finally {
            lock.unlock();
        }
    }

    /// Deletes the oldest segments, whole ones that a checkpoint covers, until this many are left
    /// besides the one that is written. What remains of them is a [Tombstone] and a record.
    void prune(int keep) throws IOException {
        lock.lock();
        try {
            List<Path> segments = Segment.list(directory);
            if (seal == null
                    || brokenBy != null
                    || segments.size() <= keep + 1
                    || !index.open().isEmpty()) {
                return;
            }
            bury(segments.get(segments.size() - keep - 2));
        } finally {
            lock.unlock();
        }
    }

    private void bury(Path lastToGo) throws IOException {
        SegmentEnd end = SegmentEnd.read(lastToGo);
        if (seal == null || end.sequence() > seal.sealedSequence()) {
            return;
        }
        Tombstone tombstone =
                new Tombstone(
                        Segment.numberOf(lastToGo), end.sequence(), end.hash(), index.ranges());
        // What could not be finished is tried again and again, and said once.
        if (!tombstone.note().equals(deletion)) {
            append(tombstone.note(), true);
        }
        tombstone.write(directory);
        deleteBuried();
    }

    private void deleteBuried() throws IOException {
        long last = Tombstone.read(directory).lastSegment();
        for (Path path : Segment.list(directory)) {
            if (Segment.numberOf(path) <= last) {
                Files.delete(path);
            }
        }
    }

    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            brokenBy = "closed";
            if (segment != null) {
                segment.force(true);
                segment.close();
            }
            lockFile.close();
        } finally {
            lock.unlock();
        }
    }

    private void claim() throws IOException {
        try {
            FileLock held = lockFile.tryLock();
            if (held != null) {
                return;
            }
        } catch (OverlappingFileLockException _) {
            // Held within this very process.
        }
        lockFile.close();
        throw new JournalException("another agent uses " + directory);
    }

    private void openLast(JournalReader.@Nullable Damage tail) throws IOException {
        List<Path> segments = Segment.list(directory);
        if (segments.isEmpty()) {
            openNext();
            return;
        }
        Path last = segments.getLast();
        segmentNumber = Segment.numberOf(last);
        FileChannel channel = FileChannel.open(last, StandardOpenOption.WRITE);
        segment = channel;
        if (tail != null) {
            long lost = channel.size() - tail.offset();
            channel.truncate(tail.offset());
            channel.force(true);
            channel.position(tail.offset());
            append(
                    new JournalRecord.Noted(
                            "torn_tail_cut",
                            Map.of("bytes", Long.toString(lost), "reason", tail.reason())),
                    true);
        }
        channel.position(channel.size());
        if (channel.size() == 0) {
            append(new JournalRecord.SegmentOpened(segmentNumber, programVersion), true);
        }
    }

    private void openNext() throws IOException {
        if (segment != null) {
            segment.force(true);
            segment.close();
        }
        segmentNumber = Math.max(segmentNumber, Tombstone.read(directory).lastSegment()) + 1;
        segment =
                FileChannel.open(
                        directory.resolve(Segment.nameOf(segmentNumber)),
                        java.util.Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        Durable.syncDirectory(directory);
        append(new JournalRecord.SegmentOpened(segmentNumber, programVersion), true);
    }

    private void append(JournalRecord.Body body, boolean force) throws JournalException {
        lock.lock();
        try {
            if (brokenBy != null) {
                throw new JournalException(brokenBy);
            }
            byte[] content = RecordCodec.encode(recordOf(body));
            if (content.length > Segment.MAX_CONTENT_BYTES) {
                throw new JournalException("a record of " + content.length + " bytes");
            }
            try {
                write(content, body, force);
            } catch (IOException e) {
                brokenBy = "the journal failed: " + e.getMessage();
                throw new JournalException(brokenBy, e);
            }
            lastHash = Segment.hash(lastHash, content);
            sequence++;
            learn(body);
        } finally {
            lock.unlock();
        }
    }

    private void learn(JournalRecord.Body body) {
        index.add(body);
        if (body instanceof JournalRecord.Noted note && note.code().equals(Tombstone.NOTE)) {
            deletion = note;
        }
    }

    private JournalRecord recordOf(JournalRecord.Body body) throws JournalException {
        FileChannel channel = segment;
        try {
            if (channel != null
                    && channel.position() > maxSegmentBytes
                    && !(body instanceof JournalRecord.SegmentOpened)) {
                openNext();
            }
        } catch (IOException e) {
            brokenBy = "the journal failed: " + e.getMessage();
            throw new JournalException(brokenBy, e);
        }
        return new JournalRecord(
                sequence + 1,
                clocks.wall().instant(),
                clocks.monotonicNanos().getAsLong(),
                clocks.bootId(),
                body);
    }

    private void write(byte[] content, JournalRecord.Body body, boolean force) throws IOException {
        FileChannel channel = segment;
        if (channel == null) {
            throw new JournalException("no segment is open for " + body.getClass().getSimpleName());
        }
        disk.write(channel, ByteBuffer.wrap(Segment.frame(content, lastHash)), force);
    }

    private static String describe(JournalReader.Damage damage) {
        return "the journal is damaged at record "
                + damage.sequence()
                + " ("
                + damage.reason()
                + ", "
                + damage.file().getFileName()
                + ")";
    }
}
