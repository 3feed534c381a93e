package dev.procdeck.host.processes;

import dev.procdeck.host.libc.Reading;
import java.time.Instant;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// What the table remembers of one identity between samples, and how a row follows from two
/// readings of its counters. Belongs to the table's thread.
final class ProcessEntry {
    /// A program can write its title only while it runs, so facts are looked at again 1, 2 and 4
    /// samples after the first sight, an exec or a new name, then each 4th, in samples in which it
    /// ran.
    private static final int MOST_SAMPLES_WHILE_ACTIVE = 4;

    /// Others may move an idle process to another group or delete its program. Where the source
    /// tells the group, the second alone is left, and most processes of a large host are idle.
    private static final int SAMPLES_WHILE_IDLE = 256;

    private static final int SAMPLES_WHILE_IDLE_IN_KNOWN_GROUP = 4096;

    private static final double NANOS_PER_SECOND = 1e9;

    private ProcessRow row;
    private byte[] comm;
    private long execMark;
    private long placeMark;
    private long factsAtSample;
    private long factsWait = 1;
    private long fingerprint;
    private boolean ranSinceFacts = true;
    private long ioAtNanos;
    private long readAtNanos;
    private boolean schedulingKnown;
    private long runDelayNanos;
    private long contextSwitches;

    private final UserNames users;
    private @Nullable FactsLookup lookup;

    final int pid;

    /// Where its row is in the table.
    int position;

    long seenAtSample;
    long touchedAtSample;

    /// First sight: counters, no rates, facts to be looked up.
    ProcessEntry(
            ProcessCounters c,
            UserNames users,
            FactsReader io,
            Instant start,
            long sample,
            long nanos) {
        pid = c.pid;
        this.users = users;
        comm = copyOfComm(c);
        execMark = c.execMark;
        placeMark = c.placeMark;
        rememberScheduling(c);
        seenAtSample = sample;
        ioAtNanos = nanos;
        readAtNanos = nanos;
        FactsLookup first = new FactsLookup(this, c, start, users.nameOf(c.uid), null, 0);
        lookup = first;
        factsAtSample = sample;
        row = rowOf(c, first.pending(), null, firstIo(c, io));
    }

    ProcessRow row() {
        return row;
    }

    /// The question to be asked after [#update] or at first sight; null when there is none.
    @Nullable FactsLookup newLookup(long sample) {
        return factsAtSample == sample ? lookup : null;
    }

    /// Takes the next reading of the same identity. Answers whether the row differs from the one
    /// before.
    boolean update(ProcessCounters c, FactsReader reader, long sample, long nanos) {
        seenAtSample = sample;
        boolean active = c.userNanos + c.systemNanos != row.userNanos() + row.systemNanos();
        lookForFacts(c, sample, active);
        Reading<IoCounters> io = nextIo(c, reader, active);
        ProcessRates rates = ratesSince(c, io, nanos);
        readAtNanos = nanos;
        rememberScheduling(c);
        if (c.ioKnown || active) {
            ioAtNanos = nanos;
        }
        if (sameAs(c, rates, io)) {
            return false;
        }
        row = rowOf(c, row.facts(), rates, io);
        return true;
    }

    /// Takes an answer, this sample's or an earlier one's. Answers whether the row differs now.
    boolean answered(FactsLookup answer) {
        if (lookup != answer) {
            // It was asked before the process became another program.
            return false;
        }
        lookup = null;
        fingerprint = answer.fingerprint();
        return take(answer.facts());
    }

    /// There is no answer in this sample.
    ///
    /// @param comes whether one may come; else the question is to be asked again
    boolean unanswered(FactsLookup question, boolean comes) {
        if (!comes) {
            lookup = null;
            // Asked again at the next sample.
            ranSinceFacts = true;
            factsWait = 1;
            fingerprint = question.always ? 0 : fingerprint;
        }
        // What is known is another program's.
        return question.always && take(question.pending());
    }

    private boolean take(@Nullable ProcessFacts facts) {
        if (facts == null || facts.equals(row.facts())) {
            return false;
        }
        row = row.withFacts(facts);
        return true;
    }

    /// Every number is as it was at the last sample. Answers false when that is not all there is to
    /// do: rates of the last interval to be taken back, or facts to be looked at.
    boolean stays(long sample, long nanos) {
        ProcessRates rates = row.rates();
        if (rates == null || !rates.isIdle() || isLookDue(sample)) {
            return false;
        }
        seenAtSample = sample;
        readAtNanos = nanos;
        ioAtNanos = nanos;
        return true;
    }

    private boolean isLookDue(long sample) {
        return lookup == null
                && ((ranSinceFacts && sample - factsAtSample >= factsWait)
                        || (sample + pid)
                                        % (placeMark == 0
                                                ? SAMPLES_WHILE_IDLE
                                                : SAMPLES_WHILE_IDLE_IN_KNOWN_GROUP)
                                == 0);
    }

    private void rememberScheduling(ProcessCounters c) {
        schedulingKnown = c.schedulingKnown;
        runDelayNanos = c.runDelayNanos;
        contextSwitches = c.contextSwitches;
    }

    private void lookForFacts(ProcessCounters c, long sample, boolean active) {
        ranSinceFacts |= active;
        if (execMark != c.execMark || placeMark != c.placeMark || !sameComm(c)) {
            comm = copyOfComm(c);
            execMark = c.execMark;
            placeMark = c.placeMark;
            factsWait = 1;
            ask(c, sample, true);
        } else if (c.uid != row.facts().uid() && (lookup == null || lookup.uid != c.uid)) {
            ask(c, sample, true);
        } else if (isLookDue(sample)) {
            factsWait = Math.min(factsWait * 2, MOST_SAMPLES_WHILE_ACTIVE);
            ask(c, sample, false);
        }
    }

    private void ask(ProcessCounters c, long sample, boolean always) {
        factsAtSample = sample;
        ranSinceFacts = false;
        ProcessFacts known = always ? null : row.facts();
        lookup = new FactsLookup(this, c, row.startTime(), users.nameOf(c.uid), known, fingerprint);
    }

    private static Reading<IoCounters> firstIo(ProcessCounters c, FactsReader reader) {
        return c.ioKnown ? Reading.of(ioOf(c)) : reader.readIo(c.pid);
    }

    /// The instance of before for as long as the numbers are the same. /proc/[pid]/io is read only
    /// when the process ran: reading and writing take CPU time.
    private Reading<IoCounters> nextIo(ProcessCounters c, FactsReader reader, boolean active) {
        Reading<IoCounters> now = row.io();
        if (!c.ioKnown) {
            now = active ? reader.readIo(c.pid) : now;
        } else if (!(now instanceof Reading.Value<IoCounters>(IoCounters known))
                || differs(known, c)) {
            now = Reading.of(ioOf(c));
        }
        return now.equals(row.io()) ? row.io() : now;
    }

    private static boolean differs(IoCounters known, ProcessCounters c) {
        return known.readBytes() != c.readBytes
                || known.writtenBytes() != c.writtenBytes
                || known.readCallBytes() != c.readCallBytes
                || known.writtenCallBytes() != c.writtenCallBytes;
    }

    private static IoCounters ioOf(ProcessCounters c) {
        return new IoCounters(c.readBytes, c.writtenBytes, c.readCallBytes, c.writtenCallBytes);
    }

    /// Rates since the last reading, however long ago; none when a counter went backwards.
    private @Nullable ProcessRates ratesSince(
            ProcessCounters c, Reading<IoCounters> io, long nanos) {
        long interval = nanos - readAtNanos;
        long user = c.userNanos - row.userNanos();
        long system = c.systemNanos - row.systemNanos();
        long minor = c.minorFaults - row.minorFaults();
        long major = c.majorFaults - row.majorFaults();
        if (interval <= 0 || user < 0 || system < 0 || minor < 0 || major < 0) {
            return null;
        }
        boolean withIo = row.io() instanceof Reading.Value && io instanceof Reading.Value;
        boolean withScheduling = schedulingKnown && c.schedulingKnown;
        // Threads that ended take their delay with them.
        long delay = withScheduling ? Math.max(0, c.runDelayNanos - runDelayNanos) : 0;
        long switches = withScheduling ? Math.max(0, c.contextSwitches - contextSwitches) : 0;
        if ((user | system | minor | major | delay | switches) == 0
                && (!withIo || io == row.io())) {
            return ProcessRates.idle(withScheduling, withIo);
        }
        double seconds = interval / NANOS_PER_SECOND;
        // Where io is not read each time its rate is the mean since it was.
        double ioSeconds = (nanos - ioAtNanos) / NANOS_PER_SECOND;
        return new ProcessRates(
                100.0 * (user + system) / interval,
                100.0 * user / interval,
                100.0 * system / interval,
                minor / seconds,
                major / seconds,
                withScheduling ? 100.0 * delay / interval : null,
                withScheduling ? switches / seconds : null,
                ioRate(io, IoCounters::readBytes, ioSeconds),
                ioRate(io, IoCounters::writtenBytes, ioSeconds));
    }

    private @Nullable Double ioRate(
            Reading<IoCounters> io, ToLongFunction<IoCounters> counter, double seconds) {
        if (!(row.io() instanceof Reading.Value<IoCounters>(IoCounters before))
                || !(io instanceof Reading.Value<IoCounters>(IoCounters after))) {
            return null;
        }
        long difference = counter.applyAsLong(after) - counter.applyAsLong(before);
        return difference < 0 ? null : difference / seconds;
    }

    private boolean sameAs(
            ProcessCounters c, @Nullable ProcessRates rates, Reading<IoCounters> io) {
        return (rates == row.rates() || (rates != null && rates.equals(row.rates())))
                && (io == row.io() || io.equals(row.io()))
                && c.parentPid == row.parentPid()
                && c.state == row.state()
                && c.userNanos == row.userNanos()
                && c.systemNanos == row.systemNanos()
                && c.rssBytes == row.rssBytes()
                && c.virtualBytes == row.virtualBytes()
                && c.threads == row.threads()
                && c.priority == row.priority()
                && c.nice == row.nice()
                && c.minorFaults == row.minorFaults()
                && c.majorFaults == row.majorFaults();
    }

    private static ProcessRow rowOf(
            ProcessCounters c,
            ProcessFacts facts,
            @Nullable ProcessRates rates,
            Reading<IoCounters> io) {
        return new ProcessRow(
                facts,
                c.parentPid,
                c.state,
                c.userNanos,
                c.systemNanos,
                rates,
                c.rssBytes,
                c.virtualBytes,
                c.threads,
                c.priority,
                c.nice,
                c.minorFaults,
                c.majorFaults,
                io);
    }

    private boolean sameComm(ProcessCounters c) {
        if (comm.length != c.commLength) {
            return false;
        }
        for (int i = 0; i < comm.length; i++) {
            if (comm[i] != c.comm[i]) {
                return false;
            }
        }
        return true;
    }

    private static byte[] copyOfComm(ProcessCounters c) {
        byte[] copy = new byte[c.commLength];
        System.arraycopy(c.comm, 0, copy, 0, copy.length);
        return copy;
    }
}
