package dev.procdeck.host.sockets;

/// States of a socket, named as `netstat` prints them; the order is the kernel's numbering from 1.
public enum SocketState {
    ESTABLISHED,
    SYN_SENT,
    SYN_RECV,
    FIN_WAIT1,
    FIN_WAIT2,
    TIME_WAIT,
    /// Also every UDP socket without a peer (`netstat` leaves the state empty, `ss` says UNCONN).
    CLOSE,
    CLOSE_WAIT,
    LAST_ACK,
    LISTEN,
    CLOSING,
    /// TCP_NEW_SYN_RECV; sources report it as SYN_RECV.
    NEW_SYN_RECV,
    /// Bound and neither listening nor connected (Linux 6.8 and later, only when asked for).
    BOUND_INACTIVE;

    private static final SocketState[] BY_NUMBER = values();

    /// The state with the kernel's number (TCP_ESTABLISHED is 1); CLOSE for a number this program
    /// does not know.
    public static SocketState ofKernel(int number) {
        if (number < 1 || number > BY_NUMBER.length) {
            return CLOSE;
        }
        SocketState state = BY_NUMBER[number - 1];
        return state == NEW_SYN_RECV ? SYN_RECV : state;
    }
}
