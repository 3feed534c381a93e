package dev.procdeck.host.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// One socket as the kernel's inet_diag tells it: struct inet_diag_msg and its attributes. Refilled
/// by each [#parse]; belongs to one thread.
public final class InetDiagMessage {
    static final int INET_DIAG_INFO = 2;
    static final int INET_DIAG_CGROUP_ID = 21;

    /// struct inet_diag_msg: four bytes, the socket id (ports, addresses, interface, cookie), five
    /// words.
    static final int BYTES = 72;

    private static final int TCP_INFO_RTT = 68;
    private static final int TCP_INFO_RTTVAR = 72;
    private static final int TCP_INFO_TOTAL_RETRANS = 100;

    public int family;

    /// The kernel's number; TCP_ESTABLISHED is 1.
    public int state;

    public int localPort;
    public int remotePort;

    /// Addresses as big-endian words; IPv4 in the low half of `…Low`.
    public long localHigh;

    public long localLow;
    public long remoteHigh;
    public long remoteLow;

    /// 0 unless bound to an interface.
    public int interfaceIndex;

    /// Never reused while the host is up.
    public long cookie;

    public long receiveQueue;
    public long sendQueue;
    public int uid;

    /// 0 for TIME_WAIT and SYN_RECV.
    public long inode;

    /// 0 where the kernel does not tell (before Linux 5.7, TIME_WAIT).
    public long cgroupId;

    /// Whether the three fields below count.
    public boolean hasTcpInfo;

    public long roundTripMicros;
    public long roundTripVarianceMicros;
    public long retransmits;

    /// Parses the bytes `from` to `end` in native byte order. Answers false for one that is cut
    /// short.
    boolean parse(ByteBuffer payload, int from, int end) {
        int at = from;
        if (end - from < BYTES) {
            return false;
        }
        family = payload.get(at) & 0xff;
        state = payload.get(at + 1) & 0xff;
        boolean little = payload.order() == ByteOrder.LITTLE_ENDIAN;
        localPort = port(payload, at + 4, little);
        remotePort = port(payload, at + 6, little);
        if (family == InetDiag.AF_INET) {
            localHigh = 0;
            localLow = word(payload, at + 8, little);
            remoteHigh = 0;
            remoteLow = word(payload, at + 24, little);
        } else {
            localHigh = word(payload, at + 8, little) << 32 | word(payload, at + 12, little);
            localLow = word(payload, at + 16, little) << 32 | word(payload, at + 20, little);
            remoteHigh = word(payload, at + 24, little) << 32 | word(payload, at + 28, little);
            remoteLow = word(payload, at + 32, little) << 32 | word(payload, at + 36, little);
        }
        interfaceIndex = payload.getInt(at + 40);
        cookie = unsigned(payload, at + 44) | unsigned(payload, at + 48) << 32;
        receiveQueue = unsigned(payload, at + 56);
        sendQueue = unsigned(payload, at + 60);
        uid = payload.getInt(at + 64);
        inode = unsigned(payload, at + 68);
        parseAttributes(payload, at + BYTES, end);
        return true;
    }

    private void parseAttributes(ByteBuffer payload, int from, int end) {
        cgroupId = 0;
        hasTcpInfo = false;
        int at = from;
        while (end - at >= 4) {
            int length = payload.getShort(at) & 0xffff;
            if (length < 4 || length > end - at) {
                return;
            }
            int type = payload.getShort(at + 2) & 0x3fff;
            if (type == INET_DIAG_CGROUP_ID && length >= 12) {
                cgroupId = payload.getLong(at + 4);
            } else if (type == INET_DIAG_INFO && length >= 4 + TCP_INFO_TOTAL_RETRANS + 4) {
                hasTcpInfo = true;
                roundTripMicros = unsigned(payload, at + 4 + TCP_INFO_RTT);
                roundTripVarianceMicros = unsigned(payload, at + 4 + TCP_INFO_RTTVAR);
                retransmits = unsigned(payload, at + 4 + TCP_INFO_TOTAL_RETRANS);
            }
            at += length + 3 & ~3;
        }
    }

    private static long unsigned(ByteBuffer from, int at) {
        return from.getInt(at) & 0xffff_ffffL;
    }

    /// A word in network order as a number.
    private static long word(ByteBuffer from, int at, boolean little) {
        int value = from.getInt(at);
        return (little ? Integer.reverseBytes(value) : value) & 0xffff_ffffL;
    }

    private static int port(ByteBuffer from, int at, boolean little) {
        short value = from.getShort(at);
        return (little ? Short.reverseBytes(value) : value) & 0xffff;
    }
}
