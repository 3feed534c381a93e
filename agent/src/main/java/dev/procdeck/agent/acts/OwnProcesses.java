package dev.procdeck.agent.acts;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The processes of this program: the agent, the servers that are connected, and who started them.
/// Thread-safe.
public final class OwnProcesses {
    private final Set<Integer> always = ConcurrentHashMap.newKeySet();
    private final Map<Integer, Integer> peers = new ConcurrentHashMap<>();

    /// The agent itself, and its launcher when one is named.
    public OwnProcesses(Iterable<Integer> own) {
        own.forEach(always::add);
    }

    /// A server connected.
    public void joined(int pid) {
        peers.merge(pid, 1, Integer::sum);
    }

    /// A server is gone.
    public void left(int pid) {
        peers.computeIfPresent(pid, (_, count) -> count == 1 ? null : count - 1);
    }

    public boolean contains(int pid) {
        return always.contains(pid) || peers.containsKey(pid);
    }
}
