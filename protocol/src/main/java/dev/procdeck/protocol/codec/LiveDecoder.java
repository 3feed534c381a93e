package dev.procdeck.protocol.codec;

import dev.procdeck.protocol.ProcessKey;
import dev.procdeck.protocol.live.EventFeed;
import dev.procdeck.protocol.live.EventRow;
import dev.procdeck.protocol.live.Live;
import dev.procdeck.protocol.live.OutputStreamKind;
import dev.procdeck.protocol.live.ProcessRow;
import dev.procdeck.protocol.live.ServiceManagerNotice;
import dev.procdeck.protocol.live.ServiceRow;
import dev.procdeck.protocol.live.SocketRow;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Decodes the live frames of one connection in their order; changed rows come out whole. Not
/// thread-safe.
public final class LiveDecoder {
    private static final OutputStreamKind[] STREAMS = OutputStreamKind.values();

    private final TableDecoder<ProcessKey, ProcessRow> processes =
            new TableDecoder<>(LiveCodec.PROCESSES);
    private final TableDecoder<Long, SocketRow> sockets = new TableDecoder<>(LiveCodec.SOCKETS);
    private final TableDecoder<String, ServiceRow> services =
            new TableDecoder<>(LiveCodec.SERVICES);
    private final TableDecoder<Long, EventRow> events = new TableDecoder<>(LiveCodec.EVENTS);

    private final TextCache texts = new TextCache();

    public Live take(WireReader in) throws ProtocolException {
        in.share(texts);
        int tag = in.byteValue();
        return switch (tag) {
            case LiveCodec.RESOURCES_FRAME ->
                    new Live.ResourcesFrame(in.signed(), ResourcesCodec.takeResources(in));
            case LiveCodec.PROCESSES_FRAME -> takeProcesses(in);
            case LiveCodec.SOCKETS_FRAME -> takeSockets(in);
            case LiveCodec.SERVICES_FRAME -> takeServices(in);
            case LiveCodec.EVENTS_FRAME -> takeEvents(in);
            case LiveCodec.COMMAND_OUTPUT ->
                    new Live.CommandOutput(
                            in.signed(),
                            in.enumeration(STREAMS),
                            in.instant(),
                            in.text(),
                            in.bool());
            case LiveCodec.ACT_PROGRESS ->
                    new Live.ActProgress(in.signed(), in.text(), in.parameters());
            case LiveCodec.ACT_ENDED -> new Live.ActEnded(in.signed(), SharedCodec.takeOutcome(in));
            case LiveCodec.POLICY_CHANGED ->
                    new Live.PolicyChanged(
                            in.optional(SharedCodec::takeProblem),
                            in.optional(SharedCodec::takeRole));
            default -> throw new ProtocolException("unknown live frame " + tag);
        };
    }

    private Live takeProcesses(WireReader in) throws ProtocolException {
        long tick = in.signed();
        @Nullable Long base = in.optional(WireReader::signed);
        Instant time = in.instant();
        String bootId = in.text();
        int periodMillis = in.integer();
        var changes = processes.take(in, tick, base);
        return new Live.ProcessesFrame(
                tick, base, time, bootId, periodMillis, changes.rows(), changes.gone());
    }

    private Live takeSockets(WireReader in) throws ProtocolException {
        long tick = in.signed();
        @Nullable Long base = in.optional(WireReader::signed);
        Instant time = in.instant();
        int periodMillis = in.integer();
        var changes = sockets.take(in, tick, base);
        return new Live.SocketsFrame(
                tick, base, time, periodMillis, changes.rows(), changes.gone());
    }

    private Live takeEvents(WireReader in) throws ProtocolException {
        long tick = in.signed();
        @Nullable Long base = in.optional(WireReader::signed);
        Instant time = in.instant();
        EventFeed feed = EventRowCodec.takeFeed(in);
        var changes = events.take(in, tick, base);
        return new Live.EventsFrame(tick, base, time, feed, changes.rows(), changes.gone());
    }

    private Live takeServices(WireReader in) throws ProtocolException {
        long tick = in.signed();
        @Nullable Long base = in.optional(WireReader::signed);
        Instant time = in.instant();
        @Nullable ServiceManagerNotice notice = in.optional(LiveCodec::takeNotice);
        var changes = services.take(in, tick, base);
        return new Live.ServicesFrame(tick, base, time, notice, changes.rows(), changes.gone());
    }
}
