package dev.procdeck.host.procfs;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// One line of /proc/net/tcp, tcp6, udp or udp6; proc_pid_net(5), net/ipv4/tcp_ipv4.c. Refilled by
/// each line; belongs to one thread.
///
/// Unlike sock_diag the file has neither the bound interface nor the control group nor the size of
/// a listener's backlog.
public final class NetSockets {

    /// The kernel's number; TCP_ESTABLISHED is 1.
    public int state;

    public int localPort;
    public int remotePort;

    /// Addresses as big-endian words; IPv4 in the low half of `…Low`.
    public long localHigh;

    public long localLow;
    public long remoteHigh;
    public long remoteLow;
    public long receiveQueue;
    public long sendQueue;
    public int uid;
    public long inode;

    /// Takes one socket.
    @FunctionalInterface
    public interface Visitor {
        void visit(NetSockets socket);
    }

    /// Hands every whole line to the visitor.
    public static void parse(ByteBuffer text, boolean isV6, Visitor visitor) {
        var socket = new NetSockets();
        var cursor = new TextCursor(text);
        boolean little = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
        for (cursor.nextLine(); !cursor.atEnd(); cursor.nextLine()) {
            if (socket.parseLine(cursor, isV6, little)) {
                visitor.visit(socket);
            }
        }
    }

    private boolean parseLine(TextCursor line, boolean isV6, boolean little) {
        line.number();
        if (!line.skip(":")) {
            return false;
        }
        line.skipSpaces();
        localHigh = isV6 ? words(line, little) : 0;
        localLow = isV6 ? words(line, little) : word(line, little);
        localPort = port(line);
        line.skipSpaces();
        remoteHigh = isV6 ? words(line, little) : 0;
        remoteLow = isV6 ? words(line, little) : word(line, little);
        remotePort = port(line);
        state = (int) line.hex();
        sendQueue = line.hex();
        if (!line.skip(":")) {
            return false;
        }
        receiveQueue = line.hex();
        line.hex(); // timer kind
        line.skip(":");
        line.hex(); // timer
        line.hex(); // retransmits of the segment now waiting
        uid = (int) line.number();
        line.number(); // probes
        line.skipSpaces();
        if (!line.atDigit()) {
            return false;
        }
        inode = line.number();
        return true;
    }

    private static long words(TextCursor line, boolean little) {
        return word(line, little) << 32 | word(line, little);
    }

    /// The kernel prints each word of the address as a number of the machine, not of the network.
    private static long word(TextCursor line, boolean little) {
        int value = (int) line.hexDigits(8);
        return (little ? Integer.reverseBytes(value) : value) & 0xffff_ffffL;
    }

    private static int port(TextCursor line) {
        return line.skip(":") ? (int) line.hexDigits(4) : 0;
    }
}
