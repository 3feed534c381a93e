package dev.procdeck.host.sockets;

import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.sockets.SocketRow.SocketOwner;
import java.util.List;

/// The sockets one process held when its descriptors were last read. Immutable.
///
/// @param directoryInode of /proc/PID/fd: new for another process under the same number
/// @param descriptorCount size of /proc/PID/fd, Linux 6.2 and later
/// @param denied whether the descriptors could not be read
/// @param inodes of its sockets
/// @param owners beside each inode, the owner as a list of one, ready to be shown
record ProcessSockets(
        long directoryInode,
        long descriptorCount,
        boolean denied,
        long[] inodes,
        List<Reading<List<SocketOwner>>> owners) {}
