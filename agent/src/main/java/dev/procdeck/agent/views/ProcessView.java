package dev.procdeck.agent.views;

import dev.procdeck.agent.Masking;
import dev.procdeck.agent.acts.ProcessActs;
import dev.procdeck.agent.policy.Policy;
import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.processes.CommandLine;
import dev.procdeck.host.processes.ControlGroup;
import dev.procdeck.host.processes.ProcessFacts;
import dev.procdeck.host.processes.ProcessIdentity;
import dev.procdeck.host.processes.ProcessRates;
import dev.procdeck.host.processes.ProcessRow;
import dev.procdeck.protocol.ProcessKey;
import dev.procdeck.protocol.Unavailable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Rows of the process table. What stays the same between execs is worked out once. Lists are gone
/// through by index: most are empty, and an iterator for each would be the garbage of an idle tick.
/// Not thread-safe.
public final class ProcessView {
    private static final int MAX_COMMAND_LINE = 4096;
    private static final double NANOS_PER_SECOND = 1e9;

    private final ProcessActs acts;
    private final Map<ProcessIdentity, Fixed> fixed = new HashMap<>();
    private @Nullable Policy policy;

    /// What does not change between execs.
    private record Fixed(
            ProcessFacts facts,
            ProcessKey key,
            String comm,
            String cmdline,
            @Nullable String exe,
            @Nullable String unit,
            @Nullable String container,
            @Nullable String protection,
            Map<String, Unavailable> unavailable,
            Map<String, Unavailable> unavailableWithIo) {}

    public ProcessView(ProcessActs acts) {
        this.acts = acts;
    }

    /// Judges rows by this policy from now on. True when it is another, so that rows already given
    /// may be wrong.
    public boolean use(Policy now) {
        boolean changed = policy != now && policy != null;
        if (changed) {
            fixed.clear();
        }
        policy = now;
        return changed;
    }

    /// The processes ended.
    public void forget(List<ProcessIdentity> ended) {
        for (int i = 0; i < ended.size(); i++) {
            fixed.remove(ended.get(i));
        }
    }

    public void forgetAll() {
        fixed.clear();
    }

    public static ProcessKey key(ProcessIdentity identity) {
        return new ProcessKey(identity.pid(), identity.startTicks());
    }

    /// The keys of several, in their order.
    public static List<ProcessKey> keys(List<ProcessIdentity> identities) {
        return identities.isEmpty()
                ? List.of()
                : identities.stream().map(ProcessView::key).toList();
    }

    /// How people know a process: nothing in it changes between execs, secrets are masked.
    public record Name(
            String comm, String cmdline, @Nullable String unit, @Nullable String container) {}

    public Name name(ProcessRow row) {
        Fixed same = fixedOf(row);
        return new Name(same.comm(), same.cmdline(), same.unit(), same.container());
    }

    /// Adds the rows of `some`.
    public void addRows(List<dev.procdeck.protocol.live.ProcessRow> rows, List<ProcessRow> some) {
        for (int i = 0; i < some.size(); i++) {
            rows.add(row(some.get(i)));
        }
    }

    public dev.procdeck.protocol.live.ProcessRow row(ProcessRow row) {
        Fixed same = fixedOf(row);
        ProcessRates rates = row.rates();
        boolean ioDenied = row.io() instanceof Reading.Denied<?>;
        return new dev.procdeck.protocol.live.ProcessRow(
                same.key(),
                row.parentPid(),
                row.facts().startTime(),
                row.facts().uid(),
                row.facts().user(),
                same.comm(),
                same.cmdline(),
                same.exe(),
                row.state(),
                rates == null ? null : Readings.tenths(rates.cpuPercent()),
                Math.round((row.userNanos() + row.systemNanos()) / 1e7) / 100.0,
                row.rssBytes(),
                row.virtualBytes(),
                row.threads(),
                row.nice(),
                row.priority(),
                rates == null ? null : rounded(rates.readBytesPerSecond()),
                rates == null ? null : rounded(rates.writtenBytesPerSecond()),
                same.unit(),
                same.container(),
                row.facts().kernelThread(),
                same.protection(),
                ioDenied ? same.unavailableWithIo() : same.unavailable());
    }

    private Fixed fixedOf(ProcessRow row) {
        Fixed same = fixed.get(row.identity());
        if (same == null || same.facts() != row.facts()) {
            same = fixedOf(row.facts());
            fixed.put(row.identity(), same);
        }
        return same;
    }

    private Fixed fixedOf(ProcessFacts facts) {
        Map<String, Unavailable> unavailable = new HashMap<>();
        CommandLine commandLine = Readings.orNull(facts.commandLine(), "cmdline", unavailable);
        String exe = Readings.orNull(facts.exe(), "exe", unavailable);
        ControlGroup group = Readings.orNull(facts.cgroup(), "unit", unavailable);
        if (facts.kernelThread()) {
            unavailable.clear();
        }
        Map<String, Unavailable> withIo = new HashMap<>(unavailable);
        withIo.put("readBytesPerSecond", Unavailable.DENIED);
        withIo.put("writeBytesPerSecond", Unavailable.DENIED);
        Policy current = policy;
        return new Fixed(
                facts,
                key(facts.identity()),
                facts.comm(),
                commandLine == null ? "" : oneLine(commandLine),
                exe,
                unitOf(group),
                group == null ? null : group.containerId(),
                current == null
                        ? null
                        : acts.protectionOf(
                                current, facts.identity().pid(), facts.kernelThread(), group),
                Map.copyOf(unavailable),
                Map.copyOf(withIo));
    }

    /// A person's own unit where there is one: that is what it would be looked for by.
    public static @Nullable String unitOf(@Nullable ControlGroup group) {
        if (group == null) {
            return null;
        }
        return group.userUnit() != null ? group.userUnit() : group.unit();
    }

    /// The command line as people see it: secrets masked, in one line, not without end.
    public static String oneLine(CommandLine commandLine) {
        String text = String.join(" ", Masking.mask(commandLine.arguments()));
        return text.length() > MAX_COMMAND_LINE ? text.substring(0, MAX_COMMAND_LINE) : text;
    }

    static double seconds(long nanos) {
        return nanos / NANOS_PER_SECOND;
    }

    private static @Nullable Double rounded(@Nullable Double value) {
        return value == null ? null : (double) Math.round(value);
    }
}
