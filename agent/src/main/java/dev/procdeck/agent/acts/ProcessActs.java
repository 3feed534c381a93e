package dev.procdeck.agent.acts;

import static java.util.stream.Collectors.joining;

import dev.procdeck.agent.policy.Decision;
import dev.procdeck.agent.policy.Policy;
import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.processes.ControlGroup;
import dev.procdeck.host.processes.ControlGroups;
import dev.procdeck.host.processes.ProcessDetail.IoPriority;
import dev.procdeck.host.processes.ProcessDetails;
import dev.procdeck.host.processes.ProcessIdentity;
import dev.procdeck.host.procfs.PidCgroup;
import dev.procdeck.host.procfs.PidStat;
import dev.procdeck.host.procfs.ProcFs;
import dev.procdeck.host.signals.GroupMember;
import dev.procdeck.host.signals.PriorityChange;
import dev.procdeck.host.signals.PriorityOutcome;
import dev.procdeck.host.signals.ProcessPriority;
import dev.procdeck.host.signals.ProcessSignals;
import dev.procdeck.host.signals.Signal;
import dev.procdeck.host.signals.SignalOutcome;
import dev.procdeck.protocol.Problem;
import dev.procdeck.protocol.ProcessKey;
import dev.procdeck.protocol.answer.Permission;
import dev.procdeck.protocol.operation.Act;
import dev.procdeck.protocol.operation.Actor;
import dev.procdeck.protocol.operation.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Acts on processes: signals and priorities. Thread-safe.
public final class ProcessActs {
    private static final int MAX_PID = 4_194_304;
    private static final int MAX_COMM_BYTES = 64;
    private static final Duration WATCH = Duration.ofSeconds(3);

    private final ProcFs proc;
    private final ProcessDetails details;
    private final OwnProcesses own;
    private final Supplier<Policy> policy;
    private final ProcessSignals signals;
    private final ProcessPriority priorities;

    public ProcessActs(ProcFs proc, OwnProcesses own, Supplier<Policy> policy) {
        this.proc = proc;
        this.details = new ProcessDetails(proc);
        this.own = own;
        this.policy = policy;
        this.signals = new ProcessSignals(proc, own::contains);
        this.priorities = new ProcessPriority(proc, own::contains);
    }

    /// One process as far as the policy is concerned.
    private record Target(ProcessIdentity identity, String comm, char state, Decision decision) {}

    Prepared prepare(Act.Signal act) {
        Optional<Signal> signal =
                Signal.find(act.signal()).filter(s -> s.name().equals(act.signal()));
        if (signal.isEmpty()) {
            return refuse(Problem.Category.USER, "invalid_signal", Map.of());
        }
        Decision allowed = policy.get().decideSignal(act.intent().actor(), act.signal());
        return prepare(
                allowed,
                act.bootId(),
                act.process(),
                act.confirmation(),
                target ->
                        new Prepared.Ready(
                                "signal",
                                act.signal(),
                                nameOf(target),
                                act.process(),
                                String.valueOf(target.state()),
                                null,
                                _ -> send(target, act.bootId(), signal.get())));
    }

    Prepared prepare(Act.Priority act) {
        Optional<PriorityChange> change = changeOf(act);
        if (change.isEmpty()) {
            return refuse(Problem.Category.USER, "invalid_priority", Map.of());
        }
        return prepare(
                policy.get().decidePriority(act.intent().actor()),
                act.bootId(),
                act.process(),
                null,
                target ->
                        OnlineCpus.missing(proc, act.cpus())
                                .<Prepared>map(missing ->
                                        refuse(Problem.Category.USER, "no_such_cpu", missing))
                                .orElseGet(() ->
                                        new Prepared.Ready(
                                                "priority",
                                                words(change.get()),
                                                nameOf(target),
                                                act.process(),
                                                null,
                                                null,
                                                _ -> change(target, act.bootId(), change.get()))));
    }

    private static Optional<PriorityChange> changeOf(Act.Priority act) {
        Act.IoPriority io = act.ioPriority();
        try {
            return Optional.of(
                    new PriorityChange(
                            act.nice(),
                            io == null ? null : new IoPriority(io.ioClass(), io.level()),
                            act.cpus().isEmpty() ? null : act.cpus()));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static String words(PriorityChange change) {
        List<String> words = new ArrayList<>();
        if (change.nice() != null) {
            words.add("nice " + change.nice());
        }
        IoPriority io = change.ioPriority();
        if (io != null) {
            words.add("ionice " + io.ioClass() + "/" + io.level());
        }
        if (change.cpus() != null) {
            words.add("cpus " + change.cpus().stream().map(String::valueOf).collect(joining(",")));
        }
        return String.join(", ", words);
    }

    private Prepared prepare(
            Decision allowed,
            String bootId,
            ProcessKey key,
            @Nullable String confirmation,
            java.util.function.Function<Target, Prepared> ready) {
        if (key.pid() < 1 || key.pid() > MAX_PID || key.startTicks() < 0) {
            return refuse(Problem.Category.USER, "invalid_process", Map.of());
        }
        if (allowed instanceof Decision.Refused refusal) {
            return ServiceActs.refused(refusal);
        }
        Map<String, String> pid = Map.of("pid", Integer.toString(key.pid()));
        if (!proc.readBootId().equals(Reading.of(bootId))) {
            return refuse(Problem.Category.CONFLICT, "identity_changed", pid);
        }
        Optional<Target> found = find(key.pid());
        if (found.isEmpty()) {
            return refuse(Problem.Category.NOT_FOUND, "no_such_process", pid);
        }
        Target target = found.get();
        if (target.identity().startTicks() != key.startTicks()) {
            return refuse(Problem.Category.CONFLICT, "identity_changed", pid);
        }
        return switch (target.decision()) {
            case Decision.Refused refusal -> ServiceActs.refused(refusal);
            case Decision.NeedsConfirmation(String name) when !name.equals(confirmation) ->
                    refuse(
                            Problem.Category.CONFLICT,
                            "confirmation_required",
                            Map.of("name", name));
            case Decision.NeedsConfirmation _, Decision.Allowed _ -> ready.apply(target);
        };
    }

    /// What this person may do to the process, by signal and for `priority`; empty when it is gone.
    public Optional<Map<String, Permission>> permissions(Actor actor, ProcessKey key) {
        return find(key.pid())
                .filter(target -> target.identity().startTicks() == key.startTicks())
                .map(target -> {
                    Policy current = policy.get();
                    Map<String, Permission> permissions = new HashMap<>();
                    for (Signal signal : Signal.values()) {
                        permissions.put(
                                signal.name(),
                                both(
                                        current.decideSignal(actor, signal.name()),
                                        target.decision()));
                    }
                    permissions.put(
                            "priority", both(current.decidePriority(actor), target.decision()));
                    return permissions;
                });
    }

    private static Permission both(Decision person, Decision target) {
        return person instanceof Decision.Refused ? person.toPermission() : target.toPermission();
    }

    /// What the policy says of acts on this process whoever asks; for rows.
    public @Nullable String protectionOf(
            Policy current, int pid, boolean kernelThread, @Nullable ControlGroup group) {
        return switch (protection(current, pid, "", kernelThread, group)) {
            case Decision.Refused _ -> "refused";
            case Decision.NeedsConfirmation _ -> "confirm";
            case Decision.Allowed _ -> null;
        };
    }

    /// The program of a process, if it is still that process; for the record.
    Optional<String> exeOf(ProcessKey key) {
        return lives(key)
                ? proc.files().readLink(key.pid() + "/exe").asOptional()
                : Optional.empty();
    }

    /// Whether the process that an intent named still lives; for acts whose end was not seen.
    public boolean lives(ProcessKey key) {
        return details.findIdentity(key.pid())
                .equals(Optional.of(new ProcessIdentity(key.pid(), key.startTicks())));
    }

    private Optional<Target> find(int pid) {
        PidStat stat = new PidStat(proc.units());
        return proc.files()
                .read(pid + "/stat", PidStat.MAX_BYTES)
                .asOptional()
                .filter(bytes -> stat.parse(bytes, bytes.length))
                .map(_ -> {
                    String comm =
                            proc.files()
                                    .readText(pid + "/comm", MAX_COMM_BYTES)
                                    .asOptional()
                                    .orElse("")
                                    .strip();
                    return new Target(
                            new ProcessIdentity(pid, stat.startTicks),
                            comm,
                            stat.state,
                            protection(policy.get(), pid, comm, stat.kernelThread, groupOf(pid)));
                });
    }

    /// What the policy in force says of acts on one member of a group.
    Decision decide(GroupMember member) {
        int pid = member.identity().pid();
        return protection(policy.get(), pid, member.comm(), member.kernelThread(), groupOf(pid));
    }

    /// The unit that this program runs in, as far as there is one.
    public static Optional<String> ownUnit(ProcFs proc) {
        return Optional.ofNullable(groupOf(proc, (int) ProcessHandle.current().pid()))
                .map(ControlGroup::unit);
    }

    private @Nullable ControlGroup groupOf(int pid) {
        return groupOf(proc, pid);
    }

    private static @Nullable ControlGroup groupOf(ProcFs proc, int pid) {
        return proc.files()
                .readText(pid + "/cgroup", PidCgroup.MAX_BYTES)
                .asOptional()
                .flatMap(PidCgroup::parse)
                .map(group -> ControlGroups.parse(group.path()))
                .orElse(null);
    }

    private Decision protection(
            Policy current,
            int pid,
            String comm,
            boolean kernelThread,
            @Nullable ControlGroup group) {
        Map<String, String> parameters = Map.of("pid", Integer.toString(pid));
        if (pid <= 1 || kernelThread || own.contains(pid)) {
            return new Decision.Refused("protected_process", parameters);
        }
        String unit = group == null ? null : group.unit();
        if (group == null || unit == null || isOfUser(group)) {
            return new Decision.Allowed();
        }
        if (current.protectsProcessesOf(unit)) {
            return new Decision.Refused(
                    "protected_unit", Map.of("pid", Integer.toString(pid), "unit", unit));
        }
        return current.needsConfirmation(unit)
                ? new Decision.NeedsConfirmation(comm)
                : new Decision.Allowed();
    }

    /// A person's own programs below `user@UID.service`; the manager itself is in its init.scope.
    private static boolean isOfUser(ControlGroup group) {
        String userUnit = group.userUnit();
        return userUnit != null && !userUnit.equals("init.scope");
    }

    private Outcome send(Target target, String bootId, Signal signal) {
        return outcomeOf(target, signals.send(target.identity(), bootId, signal, WATCH));
    }

    /// The word for what became of one signal that was sent.
    static String word(SignalOutcome.After after) {
        return switch (after) {
            case ENDED -> "process_ended";
            case STILL_RUNNING -> "sent_still_running";
            case NOT_WATCHED -> "sent";
        };
    }

    private static Outcome outcomeOf(Target target, SignalOutcome outcome) {
        Map<String, String> who =
                Map.of(
                        "pid", Integer.toString(target.identity().pid()),
                        "comm", target.comm());
        return switch (outcome) {
            case SignalOutcome.Sent(SignalOutcome.After after) ->
                    Outcomes.succeeded(word(after), who);
            case SignalOutcome.Gone _ ->
                    Outcomes.refused(Problem.Category.NOT_FOUND, "no_such_process", who);
            case SignalOutcome.IdentityChanged _ ->
                    Outcomes.refused(Problem.Category.CONFLICT, "identity_changed", who);
            case SignalOutcome.Refused(SignalOutcome.Refusal reason) ->
                    Outcomes.refused(
                            Problem.Category.DENIED, "protected_process", who, reason.name());
            case SignalOutcome.Denied _ ->
                    Outcomes.refused(Problem.Category.DENIED, "not_permitted", who);
            case SignalOutcome.Failed(String errno) -> {
                Map<String, String> parameters = new HashMap<>(who);
                parameters.put("errno", errno);
                yield Outcomes.failed("failed", parameters, errno);
            }
        };
    }

    private Outcome change(Target target, String bootId, PriorityChange change) {
        PriorityOutcome outcome = priorities.change(target.identity(), bootId, change);
        Map<String, String> who = new HashMap<>();
        who.put("pid", Integer.toString(target.identity().pid()));
        who.put("comm", target.comm());
        who.put("change", words(change));
        return switch (outcome) {
            case PriorityOutcome.Changed _ -> Outcomes.succeeded("priority_changed", who);
            case PriorityOutcome.PartlyChanged(_, _, SignalOutcome why) ->
                    Outcomes.failed("priority_partly_changed", who, why.toString());
            case PriorityOutcome.NotChanged(SignalOutcome why) -> outcomeOf(target, why);
        };
    }

    private static String nameOf(Target target) {
        return target.identity().pid() + "/" + target.identity().startTicks() + " " + target.comm();
    }

    private static Prepared.Refused refuse(
            Problem.Category category, String code, Map<String, String> parameters) {
        return ServiceActs.refuse(category, code, parameters);
    }
}
