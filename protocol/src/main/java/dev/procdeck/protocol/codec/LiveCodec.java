package dev.procdeck.protocol.codec;

import dev.procdeck.protocol.ProcessKey;
import dev.procdeck.protocol.live.EventRow;
import dev.procdeck.protocol.live.Live;
import dev.procdeck.protocol.live.ProcessRow;
import dev.procdeck.protocol.live.ServiceManagerNotice;
import dev.procdeck.protocol.live.ServiceRow;
import dev.procdeck.protocol.live.SocketRow;

/// The tags of live frames, and the encoding of those that stand alone.
final class LiveCodec {
    static final RowCodec<ProcessKey, ProcessRow> PROCESSES = new ProcessRowCodec();
    static final RowCodec<Long, SocketRow> SOCKETS = new SocketRowCodec();
    static final RowCodec<String, ServiceRow> SERVICES = new ServiceRowCodec();

    static final RowCodec<Long, EventRow> EVENTS = new EventRowCodec();

    static final int RESOURCES_FRAME = 1;
    static final int PROCESSES_FRAME = 2;
    static final int SOCKETS_FRAME = 3;
    static final int SERVICES_FRAME = 4;
    static final int COMMAND_OUTPUT = 5;
    static final int ACT_PROGRESS = 6;
    static final int ACT_ENDED = 7;
    static final int POLICY_CHANGED = 8;
    static final int EVENTS_FRAME = 20;

    private LiveCodec() {}

    static void putResources(WireWriter out, Live.ResourcesFrame frame) {
        out.byteValue(RESOURCES_FRAME);
        out.signed(frame.tick());
        ResourcesCodec.putResources(out, frame.resources());
    }

    static void putCommandOutput(WireWriter out, Live.CommandOutput output) {
        out.byteValue(COMMAND_OUTPUT);
        out.signed(output.operationId());
        out.enumeration(output.stream());
        out.instant(output.time());
        out.text(output.text());
        out.bool(output.truncated());
    }

    static void putActProgress(WireWriter out, Live.ActProgress progress) {
        out.byteValue(ACT_PROGRESS);
        out.signed(progress.operationId());
        out.text(progress.code());
        out.parameters(progress.parameters());
    }

    static void putActEnded(WireWriter out, Live.ActEnded ended) {
        out.byteValue(ACT_ENDED);
        out.signed(ended.operationId());
        SharedCodec.putOutcome(out, ended.outcome());
    }

    static void putPolicyChanged(WireWriter out, Live.PolicyChanged changed) {
        out.byteValue(POLICY_CHANGED);
        out.optional(changed.lookOnly(), SharedCodec::putProblem);
        out.optional(changed.secondFactorFrom(), WireWriter::enumeration);
    }

    static void putNotice(WireWriter out, ServiceManagerNotice notice) {
        out.text(notice.code());
        out.parameters(notice.parameters());
    }

    static ServiceManagerNotice takeNotice(WireReader in) throws ProtocolException {
        return new ServiceManagerNotice(in.text(), in.parameters());
    }

    /// One row on its own, with all its fields.
    static <K, R> void putWhole(WireWriter out, RowCodec<K, R> codec, R row) {
        codec.putKey(out, codec.key(row));
        codec.putFields(out, codec.all(), row);
    }

    static <K, R> R takeWhole(WireReader in, RowCodec<K, R> codec) throws ProtocolException {
        return codec.takeFields(in, codec.takeKey(in), codec.all(), null);
    }
}
