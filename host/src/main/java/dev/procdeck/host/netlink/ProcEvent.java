package dev.procdeck.host.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// One message of the process connector: `nlmsghdr`, `cn_msg` and `proc_event` of linux/cn_proc.h.
/// Pids are those of the initial PID namespace. Pure.
///
/// @param cpu on which it happened; each has its own numbering
/// @param sequence without gaps per CPU unless messages were lost
/// @param timeNanos monotonic
public record ProcEvent(int cpu, int sequence, long timeNanos, Detail detail) {
    private static final int NLMSG_DONE = 3;
    private static final int CN_IDX_PROC = 1;
    private static final int CN_VAL_PROC = 1;

    private static final int NONE = 0;
    private static final int FORK = 1;
    private static final int EXEC = 2;
    private static final int EXIT = 0x8000_0000;

    private static final int CN_HEADER = NetlinkSocket.HEADER_BYTES;
    private static final int CN_SEQUENCE = CN_HEADER + 8;
    private static final int CN_LENGTH = CN_HEADER + 16;
    private static final int EVENT = CN_HEADER + 20;
    private static final int DATA = EVENT + 16;
    private static final int INT = Integer.BYTES;

    /// What happened.
    public sealed interface Detail {
        /// The kernel's answer to the wish to listen.
        record Accepted(int errno) implements Detail {}

        /// A process began; threads have none of these.
        record Forked(int parentPid, int pid) implements Detail {}

        /// A process runs another program.
        record Executed(int pid) implements Detail {}

        /// The first thread of a process ended.
        ///
        /// @param status as of wait(2)
        record Exited(int pid, int status) implements Detail {}

        /// A thread, a change of name or user, …
        record Other(int what) implements Detail {}
    }

    /// Decodes one datagram.
    ///
    /// @param bytes the message from index 0 on, in the byte order of this machine
    /// @throws MalformedMessageException when it is none of the process connector
    public static ProcEvent decode(byte[] bytes, int length) throws MalformedMessageException {
        if (length < 0 || length > bytes.length) {
            throw new MalformedMessageException("length " + length);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, 0, length).order(ByteOrder.nativeOrder());
        require(length >= DATA, "a message of " + length + " bytes");
        int said = in.getInt(0);
        require(said >= DATA && said <= length, "a message of " + said + " bytes");
        require(in.getShort(INT) == NLMSG_DONE, "type " + in.getShort(INT));
        boolean ours =
                in.getInt(CN_HEADER) == CN_IDX_PROC && in.getInt(CN_HEADER + INT) == CN_VAL_PROC;
        require(ours, "another connector");
        int payload = Short.toUnsignedInt(in.getShort(CN_LENGTH));
        require(payload >= DATA - EVENT && EVENT + payload <= said, "a payload of " + payload);
        ByteBuffer data = in.slice(DATA, EVENT + payload - DATA).order(ByteOrder.nativeOrder());
        return new ProcEvent(
                in.getInt(EVENT + INT),
                in.getInt(CN_SEQUENCE),
                in.getLong(EVENT + 2 * INT),
                detail(in.getInt(EVENT), data));
    }

    private static Detail detail(int what, ByteBuffer data) throws MalformedMessageException {
        return switch (what) {
            case NONE -> new Detail.Accepted(field(data, 0));
            case FORK -> {
                int pid = field(data, 2);
                int group = field(data, 3);
                yield pid == group
                        ? new Detail.Forked(field(data, 1), group)
                        : new Detail.Other(what);
            }
            case EXEC -> new Detail.Executed(field(data, 1));
            case EXIT -> {
                int pid = field(data, 0);
                int group = field(data, 1);
                yield pid == group
                        ? new Detail.Exited(group, field(data, 2) & 0xffff)
                        : new Detail.Other(what);
            }
            default -> new Detail.Other(what);
        };
    }

    private static int field(ByteBuffer data, int index) throws MalformedMessageException {
        require(data.limit() >= (index + 1) * INT, "an event of " + data.limit() + " bytes");
        return data.getInt(index * INT);
    }

    private static void require(boolean condition, String otherwise)
            throws MalformedMessageException {
        if (!condition) {
            throw new MalformedMessageException(otherwise);
        }
    }

    /// Bytes that the process connector does not send.
    public static final class MalformedMessageException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedMessageException(String what) {
            super(what);
        }
    }
}
