package dev.procdeck.host.signals;

import dev.procdeck.host.processes.ControlGroup;
import dev.procdeck.host.processes.ControlGroups;
import dev.procdeck.host.processes.ProcessIdentity;
import dev.procdeck.host.procfs.PidCgroup;
import dev.procdeck.host.procfs.PidStat;
import dev.procdeck.host.procfs.ProcFs;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A set of processes that may grow while one looks at it. Each question reads /proc anew.
@FunctionalInterface
public interface ProcessGroup {

    /// Who belongs to it at this instant, ended ones left out, parents before children.
    ///
    /// @param known who was seen to belong before; what they left behind belongs too
    List<GroupMember> members(Collection<ProcessIdentity> known);

    /// A process with all that descends from it; empty when it is gone. A process whose parent
    /// ended still belongs while a member leads its process group or session.
    static ProcessGroup tree(ProcFs proc, ProcessIdentity root) {
        return known -> {
            Map<Integer, GroupMember> all = scan(proc);
            Map<Integer, List<GroupMember>> children = new HashMap<>();
            all.values()
                    .forEach(each ->
                            children.computeIfAbsent(each.parentPid(), _ -> new ArrayList<>())
                                    .add(each));
            Map<Integer, GroupMember> found = new LinkedHashMap<>();
            Deque<GroupMember> next = new ArrayDeque<>();
            addIfThere(all, root, next);
            known.forEach(identity -> addIfThere(all, identity, next));
            Map<Integer, Long> leaders = new HashMap<>();
            known.forEach(identity -> leaders.put(identity.pid(), identity.startTicks()));
            leaders.put(root.pid(), root.startTicks());
            follow(next, children, found, leaders);
            for (GroupMember orphan : children.getOrDefault(1, List.of())) {
                if (isLedBy(orphan, orphan.processGroup(), leaders)
                        || isLedBy(orphan, orphan.session(), leaders)) {
                    next.add(orphan);
                }
            }
            follow(next, children, found, leaders);
            return found.values().stream().filter(each -> !each.hasEnded()).toList();
        };
    }

    /// The processes in the control group of a unit of the system's service manager.
    static ProcessGroup ofUnit(ProcFs proc, String unit) {
        return _ ->
                scan(proc).values().stream()
                        .filter(each -> !each.hasEnded() && isIn(proc, each, unit))
                        .toList();
    }

    private static void addIfThere(
            Map<Integer, GroupMember> all, ProcessIdentity identity, Deque<GroupMember> next) {
        GroupMember there = all.get(identity.pid());
        if (there != null && there.identity().equals(identity)) {
            next.add(there);
        }
    }

    private static void follow(
            Deque<GroupMember> next,
            Map<Integer, List<GroupMember>> children,
            Map<Integer, GroupMember> found,
            Map<Integer, Long> leaders) {
        while (!next.isEmpty()) {
            GroupMember member = next.remove();
            int pid = member.identity().pid();
            if (found.putIfAbsent(pid, member) != null) {
                continue;
            }
            leaders.put(pid, member.identity().startTicks());
            for (GroupMember child : children.getOrDefault(pid, List.of())) {
                // A parent that seems younger than its child got its pid from another.
                if (child.identity().startTicks() >= member.identity().startTicks()) {
                    next.add(child);
                }
            }
        }
    }

    /// A pid is not given out again while it names a process group or a session.
    private static boolean isLedBy(GroupMember orphan, int leader, Map<Integer, Long> leaders) {
        Long since = leaders.get(leader);
        return since != null && orphan.identity().startTicks() >= since;
    }

    private static Map<Integer, GroupMember> scan(ProcFs proc) {
        Map<Integer, GroupMember> all = new LinkedHashMap<>();
        PidStat stat = new PidStat(proc.units());
        for (int pid : proc.files().listNumbers(".").asOptional().orElse(new int[0])) {
            proc.files()
                    .read(pid + "/stat", PidStat.MAX_BYTES)
                    .asOptional()
                    .filter(bytes -> stat.parse(bytes, bytes.length))
                    .ifPresent(_ -> all.put(pid, member(stat)));
        }
        return all;
    }

    private static GroupMember member(PidStat stat) {
        return new GroupMember(
                new ProcessIdentity(stat.pid, stat.startTicks),
                stat.parentPid,
                stat.processGroup,
                stat.session,
                stat.state,
                stat.kernelThread,
                new String(stat.comm, 0, stat.commLength, StandardCharsets.UTF_8));
    }

    private static boolean isIn(ProcFs proc, GroupMember member, String unit) {
        ControlGroup group =
                proc.files()
                        .readText(member.identity().pid() + "/cgroup", PidCgroup.MAX_BYTES)
                        .asOptional()
                        .flatMap(PidCgroup::parse)
                        .map(cgroup -> ControlGroups.parse(cgroup.path()))
                        .orElse(null);
        return group != null && unit.equals(group.unit()) && group.userUnit() == null;
    }
}
