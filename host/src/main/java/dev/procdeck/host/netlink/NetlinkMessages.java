package dev.procdeck.host.netlink;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/// Splits what a netlink socket received into messages, netlink(7). Pure but for its own counters;
/// one for one dump.
final class NetlinkMessages {
    private final int type;
    private final int sequence;
    private final Consumer<ByteBuffer> visitor;
    private int count;
    private int errno;
    private boolean done;

    NetlinkMessages(int type, int sequence, Consumer<ByteBuffer> visitor) {
        this.type = type;
        this.sequence = sequence;
        this.visitor = visitor;
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
            visitor.accept(
                    datagram.duplicate()
                            .order(datagram.order())
                            .limit(at + length)
                            .position(payload));
        } else if (messageType == NetlinkSocket.NLMSG_DONE
                || messageType == NetlinkSocket.NLMSG_ERROR) {
            done = true;
            int code = length >= NetlinkSocket.HEADER_BYTES + 4 ? datagram.getInt(payload) : 0;
            errno = code < 0 ? -code : 0;
        }
    }

    private void fail() {
        done = true;
        errno = dev.procdeck.host.libc.Errno.EIO;
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
