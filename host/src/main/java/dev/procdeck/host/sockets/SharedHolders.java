package dev.procdeck.host.sockets;

import dev.procdeck.host.sockets.SocketRow.SocketOwner;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The holders of one socket that is open more than once, as one pass finds them. Thousands of
/// processes may have inherited the same one, so adding one costs the same however many there are.
/// For one thread.
public final class SharedHolders {
    private final long inode;
    private final List<SocketOwner> found = new ArrayList<>();
    private boolean inOrder = true;

    public SharedHolders(long inode) {
        this.inode = inode;
    }

    public long inode() {
        return inode;
    }

    /// How many were found so far.
    public int size() {
        return found.size();
    }

    public void add(SocketOwner holder) {
        if (!found.isEmpty()) {
            int before = found.getLast().pid();
            if (before == holder.pid()) {
                // dup(2) gives one process the same socket twice
                return;
            }
            inOrder &= before < holder.pid();
        }
        found.add(holder);
    }

    /// Each process once, by pid.
    public List<SocketOwner> list() {
        if (inOrder) {
            return List.copyOf(found);
        }
        found.sort(Comparator.comparingInt(SocketOwner::pid));
        List<SocketOwner> each = new ArrayList<>(found.size());
        for (SocketOwner holder : found) {
            if (each.isEmpty() || each.getLast().pid() != holder.pid()) {
                each.add(holder);
            }
        }
        return List.copyOf(each);
    }
}
