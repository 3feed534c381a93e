package dev.procdeck.host.signals;

import dev.procdeck.host.libc.FileCalls;
import dev.procdeck.host.libc.ProcessCalls;
import dev.procdeck.host.processes.ProcessIdentity;
import dev.procdeck.host.procfs.ProcFs;
import dev.procdeck.host.signals.SignalOutcome.After;
import dev.procdeck.host.signals.SignalOutcome.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/// Sends a signal to all processes of a group so that none gets away unseen.
///
/// Every member is pinned by a pidfd and held with STOP, and the group is looked at again until
/// nobody new is found: a process that is held forks no more. Then all get the signal, and those
/// that were held go on. Thread-safe.
public final class GroupSignals {
    /// More than so many at once is refused: it would hardly be what somebody meant.
    public static final int MOST = 50;

    private static final int MOST_ROUNDS = 50;

    private final PinnedProcess processes;

    /// `ownProcess` says which pids are this program's own and are never signalled.
    public GroupSignals(ProcFs proc, IntPredicate ownProcess) {
        this.processes = new PinnedProcess(proc, ownProcess);
    }

    /// What became of one member.
    public record Each(ProcessIdentity identity, String comm, SignalOutcome outcome) {}

    /// What became of the whole.
    public sealed interface Result {}

    /// Nothing was signalled: there are more than [#MOST], or new ones came faster than they could
    /// be held.
    public record TooMany(int seen) implements Result {}

    /// Each was signalled or left alone as it says.
    ///
    /// @param newcomers members that were made after the signal, by handlers for example; they were
    ///   not signalled
    public record Sent(List<Each> each, List<GroupMember> newcomers) implements Result {
        public Sent {
            each = List.copyOf(each);
            newcomers = List.copyOf(newcomers);
        }
    }

    /// Sends it to all members but those that `spare` names, and watches for up to `watch` whether
    /// they end, when it is a signal that ends.
    public Result send(
            ProcessGroup group,
            String bootId,
            Signal signal,
            Predicate<GroupMember> spare,
            Duration watch) {
        try (Held held = new Held()) {
            while (held.rounds++ < MOST_ROUNDS) {
                List<GroupMember> fresh =
                        group.members(held.known()).stream()
                                .filter(member -> !held.knows(member.identity()))
                                .toList();
                if (fresh.isEmpty()) {
                    return held.deliver(group, signal, watch);
                }
                if (held.known().size() + fresh.size() > MOST) {
                    return new TooMany(held.known().size() + fresh.size());
                }
                for (GroupMember member : fresh) {
                    held.take(member, bootId, spare.test(member));
                }
            }
            return new TooMany(held.known().size());
        }
    }

    /// Lets go on what a `send` held that did not come to its end.
    public void release(ProcessGroup group, String bootId, Predicate<GroupMember> spare) {
        for (GroupMember member : group.members(List.of())) {
            if (member.isStopped() && !spare.test(member)) {
                processes.with(
                        member.identity(),
                        bootId,
                        pidfd -> ProcessCalls.sendSignal(pidfd, Signal.CONT.number()),
                        _ -> 0);
            }
        }
    }

    /// The members seen so far and what keeps them in place. Used by one thread.
    private final class Held implements AutoCloseable {
        private final Map<ProcessIdentity, Each> seen = new LinkedHashMap<>();
        private final Map<ProcessIdentity, Integer> pidfds = new LinkedHashMap<>();
        private final List<Integer> stopped = new ArrayList<>();
        private int rounds;

        java.util.Set<ProcessIdentity> known() {
            return seen.keySet();
        }

        boolean knows(ProcessIdentity identity) {
            return seen.containsKey(identity);
        }

        void take(GroupMember member, String bootId, boolean spared) {
            SignalOutcome outcome = new SignalOutcome.Sent(After.NOT_WATCHED);
            if (spared) {
                outcome = new SignalOutcome.Refused(Refusal.SPARED);
            } else {
                switch (processes.pin(member.identity(), bootId)) {
                    case PinnedProcess.Pin.Not(SignalOutcome why) -> outcome = why;
                    case PinnedProcess.Pin.Held(int pidfd) -> hold(member, pidfd);
                }
            }
            seen.put(member.identity(), new Each(member.identity(), member.comm(), outcome));
        }

        private void hold(GroupMember member, int pidfd) {
            pidfds.put(member.identity(), pidfd);
            if (!member.isStopped() && ProcessCalls.sendSignal(pidfd, Signal.STOP.number()) >= 0) {
                stopped.add(pidfd);
            }
        }

        Sent deliver(ProcessGroup group, Signal signal, Duration watch) {
            pidfds.forEach((identity, pidfd) -> {
                int result = ProcessCalls.sendSignal(pidfd, signal.number());
                if (result < 0) {
                    become(identity, PinnedProcess.outcomeOf(result));
                }
            });
            if (signal == Signal.STOP) {
                stopped.clear();
            }
            goOn();
            if (signal.ends() && !watch.isZero()) {
                long deadline = System.nanoTime() + watch.toNanos();
                pidfds.forEach((identity, pidfd) -> {
                    if (isSent(identity)) {
                        become(identity, new SignalOutcome.Sent(await(pidfd, deadline)));
                    }
                });
            }
            List<GroupMember> newcomers =
                    group.members(known()).stream()
                            .filter(member -> !knows(member.identity()))
                            .toList();
            return new Sent(List.copyOf(seen.values()), newcomers);
        }

        private boolean isSent(ProcessIdentity identity) {
            Each each = seen.get(identity);
            return each != null && each.outcome() instanceof SignalOutcome.Sent;
        }

        private void become(ProcessIdentity identity, SignalOutcome outcome) {
            seen.computeIfPresent(identity, (_, each) -> new Each(identity, each.comm(), outcome));
        }

        private static After await(int pidfd, long deadline) {
            long left = Math.max(0, deadline - System.nanoTime());
            int result = ProcessCalls.awaitEnd(pidfd, (int) (left / 1_000_000));
            if (result > 0) {
                return After.ENDED;
            }
            return result == 0 ? After.STILL_RUNNING : After.NOT_WATCHED;
        }

        private void goOn() {
            stopped.forEach(pidfd -> ProcessCalls.sendSignal(pidfd, Signal.CONT.number()));
            stopped.clear();
        }

        /// Whatever happened, nobody stays held.
        @Override
        public void close() {
            goOn();
            pidfds.values().forEach(FileCalls::close);
        }
    }
}
