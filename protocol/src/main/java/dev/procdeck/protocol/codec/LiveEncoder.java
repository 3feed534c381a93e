package dev.procdeck.protocol.codec;

import dev.procdeck.protocol.ProcessKey;
import dev.procdeck.protocol.live.EventRow;
import dev.procdeck.protocol.live.Live;
import dev.procdeck.protocol.live.ProcessRow;
import dev.procdeck.protocol.live.ServiceRow;
import dev.procdeck.protocol.live.SocketRow;
import dev.procdeck.protocol.live.Topic;
import org.jspecify.annotations.Nullable;

/// Encodes live frames, each once for all receivers.
///
/// Holds what the receivers of each table hold, so a frame of a table must follow the one before:
/// its base is the tick of the last frame that was encoded, or null to begin again. Not
/// thread-safe.
public final class LiveEncoder {
    private final TableEncoder<ProcessKey, ProcessRow> processes =
            new TableEncoder<>(LiveCodec.PROCESSES);
    private final TableEncoder<Long, SocketRow> sockets = new TableEncoder<>(LiveCodec.SOCKETS);
    private final TableEncoder<String, ServiceRow> services =
            new TableEncoder<>(LiveCodec.SERVICES);
    private final TableEncoder<Long, EventRow> events = new TableEncoder<>(LiveCodec.EVENTS);

    private Live.@Nullable ResourcesFrame lastResources;
    private Live.@Nullable ProcessesFrame lastProcesses;
    private Live.@Nullable SocketsFrame lastSockets;
    private Live.@Nullable ServicesFrame lastServices;
    private Live.@Nullable EventsFrame lastEvents;

    /// Encodes one frame for the receivers that hold its base.
    public void put(WireWriter out, Live live) {
        switch (live) {
            case Live.ResourcesFrame frame -> {
                lastResources = frame;
                LiveCodec.putResources(out, frame);
            }
            case Live.ProcessesFrame frame -> {
                begin(processes, frame.base(), lastProcesses == null ? null : lastProcesses.tick());
                putHead(out, frame, frame.base());
                processes.putChanges(out, frame.rows(), frame.gone());
                lastProcesses = frame;
            }
            case Live.SocketsFrame frame -> {
                begin(sockets, frame.base(), lastSockets == null ? null : lastSockets.tick());
                putHead(out, frame, frame.base());
                sockets.putChanges(out, frame.rows(), frame.gone());
                lastSockets = frame;
            }
            case Live.ServicesFrame frame -> {
                begin(services, frame.base(), lastServices == null ? null : lastServices.tick());
                putHead(out, frame, frame.base());
                services.putChanges(out, frame.rows(), frame.gone());
                lastServices = frame;
            }
            case Live.EventsFrame frame -> {
                begin(events, frame.base(), lastEvents == null ? null : lastEvents.tick());
                putHead(out, frame, frame.base());
                events.putChanges(out, frame.rows(), frame.gone());
                lastEvents = frame;
            }
            case Live.CommandOutput output -> LiveCodec.putCommandOutput(out, output);
            case Live.ActProgress progress -> LiveCodec.putActProgress(out, progress);
            case Live.ActEnded ended -> LiveCodec.putActEnded(out, ended);
            case Live.PolicyChanged changed -> LiveCodec.putPolicyChanged(out, changed);
        }
    }

    /// Encodes the newest state of a topic whole, for a receiver that holds none.
    ///
    /// @return its tick; null, and nothing is put, when the topic has no state yet
    public @Nullable Long putFull(WireWriter out, Topic topic) {
        return switch (topic) {
            case RESOURCES -> {
                if (lastResources == null) {
                    yield null;
                }
                LiveCodec.putResources(out, lastResources);
                yield lastResources.tick();
            }
            case PROCESSES -> {
                if (lastProcesses == null) {
                    yield null;
                }
                putHead(out, lastProcesses, null);
                processes.putAll(out);
                yield lastProcesses.tick();
            }
            case SOCKETS -> {
                if (lastSockets == null) {
                    yield null;
                }
                putHead(out, lastSockets, null);
                sockets.putAll(out);
                yield lastSockets.tick();
            }
            case SERVICES -> {
                if (lastServices == null) {
                    yield null;
                }
                putHead(out, lastServices, null);
                services.putAll(out);
                yield lastServices.tick();
            }
            case EVENTS -> {
                if (lastEvents == null) {
                    yield null;
                }
                putHead(out, lastEvents, null);
                events.putAll(out);
                yield lastEvents.tick();
            }
        };
    }

    /// Forgets a topic: nobody holds it any more.
    public void forget(Topic topic) {
        switch (topic) {
            case RESOURCES -> lastResources = null;
            case PROCESSES -> {
                lastProcesses = null;
                processes.reset();
            }
            case SOCKETS -> {
                lastSockets = null;
                sockets.reset();
            }
            case SERVICES -> {
                lastServices = null;
                services.reset();
            }
            case EVENTS -> {
                lastEvents = null;
                events.reset();
            }
        }
    }

    private static void begin(
            TableEncoder<?, ?> table, @Nullable Long base, @Nullable Long lastTick) {
        if (base == null) {
            table.reset();
        } else if (!base.equals(lastTick)) {
            throw new IllegalArgumentException("frame of base " + base + " after " + lastTick);
        }
    }

    private static void putHead(WireWriter out, Live.ProcessesFrame frame, @Nullable Long base) {
        out.byteValue(LiveCodec.PROCESSES_FRAME);
        out.signed(frame.tick());
        out.optional(base, WireWriter::signed);
        out.instant(frame.time());
        out.text(frame.bootId());
        out.integer(frame.periodMillis());
    }

    private static void putHead(WireWriter out, Live.SocketsFrame frame, @Nullable Long base) {
        out.byteValue(LiveCodec.SOCKETS_FRAME);
        out.signed(frame.tick());
        out.optional(base, WireWriter::signed);
        out.instant(frame.time());
        out.integer(frame.periodMillis());
    }

    private static void putHead(WireWriter out, Live.EventsFrame frame, @Nullable Long base) {
        out.byteValue(LiveCodec.EVENTS_FRAME);
        out.signed(frame.tick());
        out.optional(base, WireWriter::signed);
        out.instant(frame.time());
        EventRowCodec.putFeed(out, frame.feed());
    }

    private static void putHead(WireWriter out, Live.ServicesFrame frame, @Nullable Long base) {
        out.byteValue(LiveCodec.SERVICES_FRAME);
        out.signed(frame.tick());
        out.optional(base, WireWriter::signed);
        out.instant(frame.time());
        out.optional(frame.notice(), LiveCodec::putNotice);
    }
}
