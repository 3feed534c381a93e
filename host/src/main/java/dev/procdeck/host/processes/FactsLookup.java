package dev.procdeck.host.processes;

import dev.procdeck.host.libc.Reading;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One question about the facts of a process, asked on the sampling thread and answered on another.
final class FactsLookup {
    private static final String PENDING = "not read yet";

    private final @Nullable ProcessEntry entry;
    final ProcessIdentity identity;
    final Instant startTime;
    final boolean kernelThread;
    final int uid;
    final String user;
    final String comm;

    /// Whether the facts known are wrong for certain: first sight, exec, another user or name.
    final boolean always;

    /// Of the facts known; when it is the same again they are not read.
    final long knownFingerprint;

    private long fingerprint;
    private @Nullable ProcessFacts facts;
    private volatile boolean done;

    /// @param known null when they are wrong for certain
    FactsLookup(
            @Nullable ProcessEntry entry,
            ProcessCounters c,
            Instant startTime,
            String user,
            @Nullable ProcessFacts known,
            long knownFingerprint) {
        this.entry = entry;
        this.always = known == null;
        this.identity = known == null ? new ProcessIdentity(c.pid, c.startTicks) : known.identity();
        this.startTime = startTime;
        this.kernelThread = c.kernelThread;
        this.uid = c.uid;
        this.user = user;
        this.comm =
                known == null
                        ? new String(c.comm, 0, c.commLength, StandardCharsets.UTF_8)
                        : known.comm();
        this.knownFingerprint = knownFingerprint;
    }

    /// Outside a table, where nothing is known yet.
    static FactsLookup ofOne(ProcessCounters c, Instant startTime, String user) {
        return new FactsLookup(null, c, startTime, user, null, 0);
    }

    /// Whose question it is in the table.
    ProcessEntry entry() {
        return Objects.requireNonNull(entry);
    }

    /// The answer, from the thread that found it.
    ///
    /// @param found null when the facts are as they were
    void answer(long newFingerprint, @Nullable ProcessFacts found) {
        fingerprint = newFingerprint;
        facts = found;
        done = true;
    }

    boolean isDone() {
        return done;
    }

    long fingerprint() {
        return fingerprint;
    }

    @Nullable ProcessFacts facts() {
        return facts;
    }

    /// What can be said without the answer.
    ProcessFacts pending() {
        return without(PENDING);
    }

    /// The facts when reading them failed.
    ProcessFacts failed(String why) {
        return without(why);
    }

    private ProcessFacts without(String why) {
        return new ProcessFacts(
                identity,
                startTime,
                kernelThread,
                uid,
                user,
                comm,
                kernelThread ? Reading.of(CommandLine.NONE) : Reading.unsupported(why),
                Reading.unsupported(why),
                Reading.unsupported(why));
    }
}
