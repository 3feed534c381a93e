package dev.procdeck.host.processes;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Who descends from whom within one sample. Pure.
public final class ProcessTree {
    private ProcessTree() {}

    /// The process and all its descendants, parents before children; empty when the identity is not
    /// in the sample. A sample is no snapshot, so a parent that seems younger than its child (its
    /// pid was reused) is not followed.
    public static List<ProcessRow> subtree(ProcessSample sample, ProcessIdentity root) {
        Map<Integer, List<ProcessRow>> children = new HashMap<>();
        for (ProcessRow row : sample.rows()) {
            children.computeIfAbsent(row.parentPid(), _ -> new ArrayList<>()).add(row);
        }
        List<ProcessRow> found = new ArrayList<>();
        Set<Integer> seen = new HashSet<>();
        Deque<ProcessRow> next = new ArrayDeque<>();
        sample.find(root.pid()).filter(row -> row.identity().equals(root)).ifPresent(next::add);
        while (!next.isEmpty()) {
            ProcessRow row = next.remove();
            if (!seen.add(row.pid())) {
                continue;
            }
            found.add(row);
            for (ProcessRow child : children.getOrDefault(row.pid(), List.of())) {
                if (child.startTicks() >= row.startTicks()) {
                    next.add(child);
                }
            }
        }
        return List.copyOf(found);
    }
}
