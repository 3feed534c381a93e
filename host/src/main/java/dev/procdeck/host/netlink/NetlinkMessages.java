package dev.procdeck.host.netlink;

import dev.procdeck.host.libc.Errno;
import java.nio.ByteBuffer;

/// Splits what a netlink socket received into messages, netlink(7). Pure but for its own counters;
/// one for one dump.
final class NetlinkMessages {
    /// Takes one payload, the bytes `from` to `end` of a buffer in native byte order that is
    /// reused.
    @FunctionalInterface
    interface Sink {
        void take(ByteBuffer datagram, int from, int end);
    }

    private final int type;
    private final int sequence;
    private final Sink sink;
    private int count;
    private int errno;
    private boolean done;

    NetlinkMessages(int type, int sequence, Sink sink) {
        this.type = type;
        this.sequence = sequence;
        this.sink = sink;
    }

    /// Takes one datagram in native byte order. A message whose length cannot be true ends the dump
    /// as broken.
    void accept(ByteBuffer datagram) {
        int at = datagram.position();
        int end = datagram.limit();
        if (at == end) {
            fail();
        }
        while (!done && end - at >= NetlinkSocket.HEADER_BYTES) {
            int length = datagram.getInt(at);
            if (length < NetlinkSocket.HEADER_BYTES || length > end - at) {
                fail();
                return;
            }
            // An answer to an earlier dump that was given up has another number.
            if (datagram.getInt(at + 8) == sequence) {
                accept(datagram, at, length);
            }
            at += length + 3 & ~3;
        }
    }

    private void accept(ByteBuffer datagram, int at, int length) {
        int messageType = datagram.getShort(at + 4) & 0xffff;
        int payload = at + NetlinkSocket.HEADER_BYTES;
        if (messageType == type) {
            count++;
            sink.take(datagram, payload, at + length);
        } else if (messageType == NetlinkSocket.NLMSG_DONE
                || messageType == NetlinkSocket.NLMSG_ERROR) {
            done = true;
            int code = length >= NetlinkSocket.HEADER_BYTES + 4 ? datagram.getInt(payload) : 0;
            // The least int has no positive: no kernel sends it.
            errno = code == Integer.MIN_VALUE ? Errno.EIO : Math.max(0, -code);
        }
    }

    private void fail() {
        done = true;
        errno = Errno.EIO;
    }

    boolean isDone() {
        return done;
    }

    /// 0 when the dump ended well.
    int errno() {
        return errno;
    }

    int count() {
        return count;
    }
}
