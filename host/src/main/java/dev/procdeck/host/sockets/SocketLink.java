package dev.procdeck.host.sockets;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The link of a descriptor below /proc/PID/fd, proc_pid_fd(5). Pure.
final class SocketLink {
    /// Room for every link of a socket.
    static final int BYTES = 64;

    private static final byte[] SOCKET = "socket:[".getBytes(StandardCharsets.US_ASCII);

    private SocketLink() {}

    /// The number in `socket:[123]`; 0 for any other link, and for none (a length below 0).
    static long inodeOf(byte[] link, int length) {
        if (length <= SOCKET.length
                || !Arrays.equals(link, 0, SOCKET.length, SOCKET, 0, SOCKET.length)) {
            return 0;
        }
        long inode = 0;
        for (int i = SOCKET.length; i < length && link[i] >= '0' && link[i] <= '9'; i++) {
            inode = inode * 10 + (link[i] - '0');
        }
        return inode;
    }
}
