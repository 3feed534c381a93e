package dev.procdeck.protocol.codec;

import dev.procdeck.protocol.live.SocketRow;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The encoding of one row of the socket table.
final class SocketRowCodec implements RowCodec<Long, SocketRow> {
    private static final long PROTOCOL = 1L << 0;
    private static final long RECV_Q = 1L << 1;
    private static final long SEND_Q = 1L << 2;
    private static final long LOCAL_ADDRESS = 1L << 3;
    private static final long LOCAL_PORT = 1L << 4;
    private static final long REMOTE_ADDRESS = 1L << 5;
    private static final long REMOTE_PORT = 1L << 6;
    private static final long STATE = 1L << 7;
    private static final long UID = 1L << 8;
    private static final long USER = 1L << 9;
    private static final long INODE = 1L << 10;
    private static final long OWNERS = 1L << 11;
    private static final long OWNERS_UNAVAILABLE = 1L << 12;
    private static final long UNIT = 1L << 13;
    private static final long RTT_MICROS = 1L << 14;
    private static final long RETRANSMITS = 1L << 15;
    private static final long ALL = (1L << 16) - 1;

    @Override
    public long all() {
        return ALL;
    }

    @Override
    public Long key(SocketRow row) {
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
    public long changed(SocketRow before, SocketRow after) {
        return (bit(!before.protocol().equals(after.protocol()), PROTOCOL)
                | bit(before.recvQ() != after.recvQ(), RECV_Q)
                | bit(before.sendQ() != after.sendQ(), SEND_Q)
                | bit(!before.localAddress().equals(after.localAddress()), LOCAL_ADDRESS)
                | bit(before.localPort() != after.localPort(), LOCAL_PORT)
                | bit(!before.remoteAddress().equals(after.remoteAddress()), REMOTE_ADDRESS)
                | bit(!Objects.equals(before.remotePort(), after.remotePort()), REMOTE_PORT)
                | bit(!before.state().equals(after.state()), STATE)
                | bit(before.uid() != after.uid(), UID)
                | bit(!before.user().equals(after.user()), USER)
                | bit(before.inode() != after.inode(), INODE)
                | bit(!before.owners().equals(after.owners()), OWNERS)
                | bit(
                        !Objects.equals(before.ownersUnavailable(), after.ownersUnavailable()),
                        OWNERS_UNAVAILABLE)
                | bit(!Objects.equals(before.unit(), after.unit()), UNIT)
                | bit(!Objects.equals(before.rttMicros(), after.rttMicros()), RTT_MICROS)
                | bit(!Objects.equals(before.retransmits(), after.retransmits()), RETRANSMITS));
    }

    private static long bit(boolean differs, long field) {
        return differs ? field : 0;
    }

    @Override
    public void putFields(WireWriter out, long mask, SocketRow row) {
        if ((mask & PROTOCOL) != 0) {
            out.text(row.protocol());
        }
        if ((mask & RECV_Q) != 0) {
            out.signed(row.recvQ());
        }
        if ((mask & SEND_Q) != 0) {
            out.signed(row.sendQ());
        }
        if ((mask & LOCAL_ADDRESS) != 0) {
            out.text(row.localAddress());
        }
        if ((mask & LOCAL_PORT) != 0) {
            out.integer(row.localPort());
        }
        if ((mask & REMOTE_ADDRESS) != 0) {
            out.text(row.remoteAddress());
        }
        if ((mask & REMOTE_PORT) != 0) {
            out.optional(row.remotePort(), WireWriter::integer);
        }
        if ((mask & STATE) != 0) {
            out.text(row.state());
        }
        if ((mask & UID) != 0) {
            out.integer(row.uid());
        }
        if ((mask & USER) != 0) {
            out.text(row.user());
        }
        if ((mask & INODE) != 0) {
            out.signed(row.inode());
        }
        if ((mask & OWNERS) != 0) {
            out.list(row.owners(), SocketRowCodec::putOwner);
        }
        if ((mask & OWNERS_UNAVAILABLE) != 0) {
            out.optional(row.ownersUnavailable(), SharedCodec::putUnavailable);
        }
        if ((mask & UNIT) != 0) {
            out.optional(row.unit(), WireWriter::text);
        }
        if ((mask & RTT_MICROS) != 0) {
            out.optional(row.rttMicros(), WireWriter::signed);
        }
        if ((mask & RETRANSMITS) != 0) {
            out.optional(row.retransmits(), WireWriter::signed);
        }
    }

    @Override
    public SocketRow takeFields(WireReader in, Long key, long mask, @Nullable SocketRow before)
            throws ProtocolException {
        if (before == null) {
            return takeAll(in, key);
        }
        return new SocketRow(
                key,
                (mask & PROTOCOL) != 0 ? in.text() : before.protocol(),
                (mask & RECV_Q) != 0 ? in.signed() : before.recvQ(),
                (mask & SEND_Q) != 0 ? in.signed() : before.sendQ(),
                (mask & LOCAL_ADDRESS) != 0 ? in.text() : before.localAddress(),
                (mask & LOCAL_PORT) != 0 ? in.integer() : before.localPort(),
                (mask & REMOTE_ADDRESS) != 0 ? in.text() : before.remoteAddress(),
                (mask & REMOTE_PORT) != 0 ? in.optional(WireReader::integer) : before.remotePort(),
                (mask & STATE) != 0 ? in.text() : before.state(),
                (mask & UID) != 0 ? in.integer() : before.uid(),
                (mask & USER) != 0 ? in.text() : before.user(),
                (mask & INODE) != 0 ? in.signed() : before.inode(),
                (mask & OWNERS) != 0 ? in.list(SocketRowCodec::takeOwner) : before.owners(),
                (mask & OWNERS_UNAVAILABLE) != 0
                        ? in.optional(SharedCodec::takeUnavailable)
                        : before.ownersUnavailable(),
                (mask & UNIT) != 0 ? in.optional(WireReader::text) : before.unit(),
                (mask & RTT_MICROS) != 0 ? in.optional(WireReader::signed) : before.rttMicros(),
                (mask & RETRANSMITS) != 0 ? in.optional(WireReader::signed) : before.retransmits());
    }

    private static SocketRow takeAll(WireReader in, Long key) throws ProtocolException {
        return new SocketRow(
                key,
                in.text(),
                in.signed(),
                in.signed(),
                in.text(),
                in.integer(),
                in.text(),
                in.optional(WireReader::integer),
                in.text(),
                in.integer(),
                in.text(),
                in.signed(),
                in.list(SocketRowCodec::takeOwner),
                in.optional(SharedCodec::takeUnavailable),
                in.optional(WireReader::text),
                in.optional(WireReader::signed),
                in.optional(WireReader::signed));
    }

    private static void putOwner(WireWriter out, SocketRow.Owner owner) {
        SharedCodec.putKey(out, owner.key());
        out.text(owner.program());
    }

    private static SocketRow.Owner takeOwner(WireReader in) throws ProtocolException {
        return new SocketRow.Owner(SharedCodec.takeKey(in), in.text());
    }
}
