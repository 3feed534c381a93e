package dev.procdeck.protocol.codec;

import dev.procdeck.protocol.live.EventFeed;
import dev.procdeck.protocol.live.EventRow;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The encoding of one row of the feed of events: what changes together crosses together.
final class EventRowCodec implements RowCodec<Long, EventRow> {
    private static final long BEGIN = 1L << 0;
    private static final long PROGRAM = 1L << 1;
    private static final long END = 1L << 2;
    private static final long MAIN = 1L << 3;
    private static final long ALL = BEGIN | PROGRAM | END | MAIN;
    private static final EventRow.Outcome[] OUTCOMES = EventRow.Outcome.values();
    private static final EventRow.Aftermath[] AFTERMATHS = EventRow.Aftermath.values();

    @Override
    public long all() {
        return ALL;
    }

    @Override
    public Long key(EventRow row) {
        return row.id();
    }

    @Override
    public void putKey(WireWriter out, Long key) {
        out.signed(key);
    }

    @Override
    public Long takeKey(WireReader in) throws ProtocolException {
        return in.signed();
    }

    @Override
    public long changed(EventRow before, EventRow after) {
        return bit(!before.begin().equals(after.begin()), BEGIN)
                | bit(!before.program().equals(after.program()), PROGRAM)
                | bit(!Objects.equals(before.end(), after.end()), END)
                | bit(!Objects.equals(before.main(), after.main()), MAIN);
    }

    private static long bit(boolean differs, long field) {
        return differs ? field : 0;
    }

    @Override
    public void putFields(WireWriter out, long mask, EventRow row) {
        if ((mask & BEGIN) != 0) {
            putBegin(out, row.begin());
        }
        if ((mask & PROGRAM) != 0) {
            putProgram(out, row.program());
        }
        if ((mask & END) != 0) {
            out.optional(row.end(), EventRowCodec::putEnd);
        }
        if ((mask & MAIN) != 0) {
            out.optional(row.main(), EventRowCodec::putMain);
        }
    }

    @Override
    public EventRow takeFields(WireReader in, Long key, long mask, @Nullable EventRow before)
            throws ProtocolException {
        if (before == null) {
            return new EventRow(
                    key,
                    takeBegin(in),
                    takeProgram(in),
                    in.optional(EventRowCodec::takeEnd),
                    in.optional(EventRowCodec::takeMain));
        }
        return new EventRow(
                key,
                (mask & BEGIN) != 0 ? takeBegin(in) : before.begin(),
                (mask & PROGRAM) != 0 ? takeProgram(in) : before.program(),
                (mask & END) != 0 ? in.optional(EventRowCodec::takeEnd) : before.end(),
                (mask & MAIN) != 0 ? in.optional(EventRowCodec::takeMain) : before.main());
    }

    private static void putBegin(WireWriter out, EventRow.Begin begin) {
        SharedCodec.putKey(out, begin.key());
        out.instant(begin.time());
        out.bool(begin.seen());
        out.optional(begin.ppid(), WireWriter::integer);
        out.optional(begin.parentComm(), WireWriter::text);
    }

    private static EventRow.Begin takeBegin(WireReader in) throws ProtocolException {
        return new EventRow.Begin(
                SharedCodec.takeKey(in),
                in.instant(),
                in.bool(),
                in.optional(WireReader::integer),
                in.optional(WireReader::text));
    }

    private static void putProgram(WireWriter out, EventRow.Program program) {
        out.text(program.comm());
        out.optional(program.cmdline(), WireWriter::text);
        out.bool(program.own());
        out.optional(program.uid(), WireWriter::integer);
        out.optional(program.user(), WireWriter::text);
        out.optional(program.unit(), WireWriter::text);
        out.optional(program.container(), WireWriter::text);
    }

    private static EventRow.Program takeProgram(WireReader in) throws ProtocolException {
        return new EventRow.Program(
                in.text(),
                in.optional(WireReader::text),
                in.bool(),
                in.optional(WireReader::integer),
                in.optional(WireReader::text),
                in.optional(WireReader::text),
                in.optional(WireReader::text));
    }

    private static void putEnd(WireWriter out, EventRow.End end) {
        out.instant(end.time());
        out.enumeration(end.outcome());
        out.optional(end.exitCode(), WireWriter::integer);
        out.optional(end.signal(), WireWriter::text);
        out.bool(end.coreDumped());
        out.optional(end.cpuSeconds(), WireWriter::real);
        out.optional(end.peakRssBytes(), WireWriter::signed);
    }

    private static EventRow.End takeEnd(WireReader in) throws ProtocolException {
        return new EventRow.End(
                in.instant(),
                in.enumeration(OUTCOMES),
                in.optional(WireReader::integer),
                in.optional(WireReader::text),
                in.bool(),
                in.optional(WireReader::real),
                in.optional(WireReader::signed));
    }

    private static void putMain(WireWriter out, EventRow.MainProcess main) {
        out.integer(main.failures());
        out.optional(main.aftermath(), WireWriter::enumeration);
    }

    private static EventRow.MainProcess takeMain(WireReader in) throws ProtocolException {
        return new EventRow.MainProcess(in.integer(), in.optional(i -> i.enumeration(AFTERMATHS)));
    }

    static void putFeed(WireWriter out, EventFeed feed) {
        out.text(feed.source());
        out.optional(feed.reason(), WireWriter::text);
        out.instant(feed.since());
        out.signed(feed.lost());
        out.integer(feed.held());
    }

    static EventFeed takeFeed(WireReader in) throws ProtocolException {
        return new EventFeed(
                in.text(), in.optional(WireReader::text), in.instant(), in.signed(), in.integer());
    }
}
