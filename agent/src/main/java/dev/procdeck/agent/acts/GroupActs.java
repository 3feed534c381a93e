package dev.procdeck.agent.acts;

import dev.procdeck.agent.policy.Decision;
import dev.procdeck.agent.policy.Policy;
import dev.procdeck.agent.services.ServiceManagers;
import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.processes.ProcessIdentity;
import dev.procdeck.host.procfs.ProcFs;
import dev.procdeck.host.signals.GroupMember;
import dev.procdeck.host.signals.GroupSignals;
import dev.procdeck.host.signals.ProcessGroup;
import dev.procdeck.host.signals.Signal;
import dev.procdeck.host.signals.SignalOutcome;
import dev.procdeck.protocol.Problem;
import dev.procdeck.protocol.ProcessKey;
import dev.procdeck.protocol.answer.Permission;
import dev.procdeck.protocol.answer.SignalTargets;
import dev.procdeck.protocol.operation.Act;
import dev.procdeck.protocol.operation.Actor;
import dev.procdeck.protocol.operation.Outcome;
import dev.procdeck.protocol.operation.ReturnStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Signals to many processes as one act: a tree, or what runs in a service's control group.
/// Thread-safe.
///
/// The policy is asked about each process; one that may not be touched is left alone and named in
/// the outcome. A process whose unit asks for a typed name is left alone too, unless that name was
/// typed.
public final class GroupActs {
    private static final Duration WATCH = Duration.ofSeconds(3);
    private static final String SYSTEMD = "systemd";

    private final ProcFs proc;
    private final ProcessActs processes;
    private final ServiceManagers managers;
    private final Supplier<Policy> policy;
    private final GroupSignals signals;

    public GroupActs(
            ProcFs proc,
            OwnProcesses own,
            ProcessActs processes,
            ServiceManagers managers,
            Supplier<Policy> policy) {
        this.proc = proc;
        this.processes = processes;
        this.managers = managers;
        this.policy = policy;
        this.signals = new GroupSignals(proc, own::contains);
    }

    /// A group that was asked for, checked as to its form and its head.
    private sealed interface Sought {
        /// @param words for the record
        /// @param confirm what must be typed first; null when nothing must
        record Found(
                ProcessGroup group,
                String scope,
                String words,
                @Nullable ProcessKey root,
                @Nullable String confirm)
                implements Sought {}

        record Not(Problem.Category category, String code, Map<String, String> parameters)
                implements Sought {}
    }

    Prepared prepare(Act.SignalGroup act) {
        Optional<Signal> signal =
                Signal.find(act.signal()).filter(s -> s.name().equals(act.signal()));
        if (signal.isEmpty()) {
            return refuse(new Sought.Not(Problem.Category.USER, "invalid_signal", Map.of()));
        }
        Decision allowed = policy.get().decideSignal(act.intent().actor(), act.signal());
        if (allowed instanceof Decision.Refused refusal) {
            return ServiceActs.refused(refusal);
        }
        if (!proc.readBootId().equals(Reading.of(act.bootId()))) {
            return refuse(new Sought.Not(Problem.Category.CONFLICT, "identity_changed", Map.of()));
        }
        return switch (seek(act.root(), act.service())) {
            case Sought.Not not -> refuse(not);
            case Sought.Found found
                    when found.confirm() != null
                            && !ServiceActs.confirms(act.confirmation(), found.confirm()) ->
                    refuse(
                            new Sought.Not(
                                    Problem.Category.CONFLICT,
                                    "confirmation_required",
                                    Map.of("name", found.confirm())));
            case Sought.Found found -> ready(act, signal.get(), found);
        };
    }

    private Prepared ready(Act.SignalGroup act, Signal signal, Sought.Found found) {
        List<GroupMember> now = found.group().members(List.of());
        if (now.isEmpty()) {
            return refuse(new Sought.Not(Problem.Category.NOT_FOUND, "no_processes", Map.of()));
        }
        if (now.size() > GroupSignals.MOST) {
            return refuse(tooMany(now.size()));
        }
        String members = now.stream().map(GroupActs::nameOf).collect(Collectors.joining(", "));
        return new Prepared.Ready(
                "signal",
                signal.name() + " " + found.scope(),
                found.words(),
                found.root(),
                members,
                null,
                _ -> send(act.bootId(), signal, found));
    }

    /// Which processes the group has now; nothing happens.
    public SignalTargets targets(
            Actor actor, @Nullable ProcessKey root, @Nullable String service, String signal) {
        if (!(seek(root, service) instanceof Sought.Found found)) {
            return new SignalTargets(List.of(), GroupSignals.MOST, false);
        }
        Decision person = policy.get().decideSignal(actor, signal);
        List<GroupMember> members = found.group().members(List.of());
        return new SignalTargets(
                members.stream()
                        .limit(GroupSignals.MOST)
                        .map(member ->
                                new SignalTargets.Target(
                                        keyOf(member),
                                        member.comm(),
                                        permission(person, member, found.confirm())))
                        .toList(),
                GroupSignals.MOST,
                members.size() > GroupSignals.MOST);
    }

    /// Lets go on what an agent that ended in the middle of such an act had held.
    public void release(@Nullable ProcessKey root, String words, String bootId) {
        if (root != null) {
            ProcessIdentity head = new ProcessIdentity(root.pid(), root.startTicks());
            signals.release(ProcessGroup.tree(proc, head), bootId, this::isSpared);
        } else if (seek(null, words) instanceof Sought.Found found) {
            signals.release(found.group(), bootId, this::isSpared);
        }
    }

    private boolean isSpared(GroupMember member) {
        return processes.decide(member) instanceof Decision.Refused;
    }

    private Permission permission(Decision person, GroupMember member, @Nullable String typed) {
        if (person instanceof Decision.Refused) {
            return person.toPermission();
        }
        return switch (processes.decide(member)) {
            case Decision.NeedsConfirmation _ when typed == null ->
                    new Permission(false, "confirmation_required", Map.of());
            case Decision other -> other.toPermission();
        };
    }

    private Sought seek(@Nullable ProcessKey root, @Nullable String service) {
        if ((root == null) == (service == null)) {
            return new Sought.Not(Problem.Category.USER, "invalid_group", Map.of());
        }
        return root == null ? seekUnit(service) : seekTree(root);
    }

    private Sought seekTree(ProcessKey root) {
        Map<String, String> pid = Map.of("pid", Integer.toString(root.pid()));
        if (root.pid() < 1) {
            return new Sought.Not(Problem.Category.USER, "invalid_process", Map.of());
        }
        ProcessIdentity identity = new ProcessIdentity(root.pid(), root.startTicks());
        ProcessGroup tree = ProcessGroup.tree(proc, identity);
        Optional<GroupMember> head =
                tree.members(List.of()).stream()
                        .filter(member -> member.identity().equals(identity))
                        .findFirst();
        if (head.isEmpty()) {
            return new Sought.Not(Problem.Category.CONFLICT, "identity_changed", pid);
        }
        return switch (processes.decide(head.get())) {
            case Decision.Refused(String code, Map<String, String> parameters) ->
                    new Sought.Not(Problem.Category.DENIED, code, parameters);
            case Decision.NeedsConfirmation(String name) ->
                    new Sought.Found(tree, "tree", nameOf(head.get()), root, name);
            case Decision.Allowed _ ->
                    new Sought.Found(tree, "tree", nameOf(head.get()), root, null);
        };
    }

    private Sought seekUnit(@Nullable String service) {
        String name = String.valueOf(service);
        Optional<ServiceManagers.Owned> owned =
                ServiceActs.isWellFormed(name) ? managers.resolve(name) : Optional.empty();
        if (owned.isEmpty()) {
            return new Sought.Not(
                    Problem.Category.NOT_FOUND,
                    "no_such_service",
                    Map.of("name", name, "nearest", String.join(" ", managers.nearestNames(name))));
        }
        if (!owned.get().manager().name().equals(SYSTEMD)) {
            // Others keep no control group of their own for a service.
            return new Sought.Not(
                    Problem.Category.CONFLICT,
                    "not_supported",
                    Map.of("manager", owned.get().manager().name(), "verb", "signal"));
        }
        String unit = owned.get().name();
        Policy current = policy.get();
        if (current.isProtected(unit)) {
            return new Sought.Not(Problem.Category.DENIED, "protected_unit", Map.of("unit", unit));
        }
        return new Sought.Found(
                ProcessGroup.ofUnit(proc, unit),
                "cgroup",
                unit,
                null,
                current.needsConfirmation(unit) ? unit : null);
    }

    private Outcome send(String bootId, Signal signal, Sought.Found found) {
        GroupSignals.Result result =
                signals.send(
                        found.group(),
                        bootId,
                        signal,
                        member ->
                                !permission(new Decision.Allowed(), member, found.confirm())
                                        .allowed(),
                        WATCH);
        return switch (result) {
            case GroupSignals.TooMany(int seen) -> {
                Sought.Not not = tooMany(seen);
                yield Outcomes.refused(not.category(), not.code(), not.parameters());
            }
            case GroupSignals.Sent sent -> outcomeOf(sent);
        };
    }

    private static Outcome outcomeOf(GroupSignals.Sent sent) {
        List<String> lines = new ArrayList<>();
        Map<String, Integer> counts = new HashMap<>();
        for (GroupSignals.Each each : sent.each()) {
            String code = codeOf(each.outcome());
            lines.add(line(each.identity(), code, each.comm()));
            counts.merge(code, 1, Integer::sum);
        }
        for (GroupMember newcomer : sent.newcomers()) {
            lines.add(line(newcomer.identity(), "appeared", newcomer.comm()));
        }
        Function<String, Integer> count = code -> counts.getOrDefault(code, 0);
        int ended = count.apply("process_ended") + count.apply("no_such_process");
        int running = count.apply("sent_still_running");
        int reached = ended + running + count.apply("sent");
        int left = sent.each().size() - reached;
        Map<String, String> parameters =
                Map.of(
                        "total", Integer.toString(sent.each().size()),
                        "reached", Integer.toString(reached),
                        "ended", Integer.toString(ended),
                        "running", Integer.toString(running),
                        "left", Integer.toString(left),
                        "appeared", Integer.toString(sent.newcomers().size()));
        boolean all = left == 0 && sent.newcomers().isEmpty();
        return all
                ? Outcomes.affecting(ReturnStatus.SUCCEEDED, "group_signalled", parameters, lines)
                : Outcomes.affecting(
                        ReturnStatus.FAILED, "group_partly_signalled", parameters, lines);
    }

    private static String codeOf(SignalOutcome outcome) {
        return switch (outcome) {
            case SignalOutcome.Sent(SignalOutcome.After after) -> ProcessActs.word(after);
            case SignalOutcome.Gone _ -> "no_such_process";
            case SignalOutcome.IdentityChanged _ -> "identity_changed";
            case SignalOutcome.Refused _ -> "protected_process";
            case SignalOutcome.Denied _ -> "not_permitted";
            case SignalOutcome.Failed _ -> "failed";
        };
    }

    /// `PID START CODE COMM`, as the page takes it apart.
    private static String line(ProcessIdentity identity, String code, String comm) {
        return String.format(
                Locale.ROOT, "%d %d %s %s", identity.pid(), identity.startTicks(), code, comm);
    }

    private static Sought.Not tooMany(int seen) {
        return new Sought.Not(
                Problem.Category.CONFLICT,
                "too_many_processes",
                Map.of(
                        "seen", Integer.toString(seen),
                        "most", Integer.toString(GroupSignals.MOST)));
    }

    private static Prepared.Refused refuse(Sought.Not not) {
        return ServiceActs.refuse(not.category(), not.code(), not.parameters());
    }

    private static ProcessKey keyOf(GroupMember member) {
        return new ProcessKey(member.identity().pid(), member.identity().startTicks());
    }

    private static String nameOf(GroupMember member) {
        return member.identity().pid() + "/" + member.identity().startTicks() + " " + member.comm();
    }
}
