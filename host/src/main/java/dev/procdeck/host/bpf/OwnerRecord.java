package dev.procdeck.host.bpf;

/// The layout of `struct owner_record` in sockets.bpf.c, in the byte order of this machine. Pure.
final class OwnerRecord {
    static final int INODE = 0;
    static final int START = 8;
    static final int PID = 16;
    static final int DESCRIPTOR = 20;
    static final int COMM = 24;
    static final int COMM_BYTES = 16;
    static final int BYTES = 40;

    private OwnerRecord() {}

    /// Length of the zero-ended name.
    static int commLength(byte[] bytes, int at) {
        int length = 0;
        while (length < COMM_BYTES && bytes[at + COMM + length] != 0) {
            length++;
        }
        return length;
    }
}
