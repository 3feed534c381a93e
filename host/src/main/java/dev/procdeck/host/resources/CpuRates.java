package dev.procdeck.host.resources;

import dev.procdeck.host.procfs.CpuTimes;
import dev.procdeck.host.procfs.Stat;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// `top`'s CPU line over an interval.
///
/// Each share is the growth of its counter over the growth of all; guest time is left out of the
/// sum since the kernel counts it in user and nice already. When any counter went backwards (iowait
/// does on tickless kernels, all do when a processor comes back on line) the interval has no
/// shares, where `top` shows zeros.
final class CpuRates {
    private CpuRates() {}

    static Resources.Cpu since(Stat now, Optional<Stat> previous) {
        Map<Integer, CpuTimes> before = new HashMap<>();
        previous.ifPresent(
                stat -> stat.perCpu().forEach(cpu -> before.put(cpu.number(), cpu.times())));
        return new Resources.Cpu(
                previous.flatMap(stat -> percent(now.total(), stat.total())),
                now.perCpu().stream()
                        .map(cpu ->
                                new Resources.CpuOne(
                                        cpu.number(),
                                        Optional.ofNullable(before.get(cpu.number()))
                                                .flatMap(times -> percent(cpu.times(), times))))
                        .toList());
    }

    static Optional<Resources.CpuPercent> percent(CpuTimes now, CpuTimes before) {
        long user = now.userMillis() - before.userMillis();
        long nice = now.niceMillis() - before.niceMillis();
        long system = now.systemMillis() - before.systemMillis();
        long idle = now.idleMillis() - before.idleMillis();
        long iowait = now.iowaitMillis() - before.iowaitMillis();
        long irq = now.irqMillis() - before.irqMillis();
        long softirq = now.softirqMillis() - before.softirqMillis();
        long steal = now.stealMillis() - before.stealMillis();
        // All are non-negative only when no sign bit is set in any.
        if ((user | nice | system | idle | iowait | irq | softirq | steal) < 0) {
            return Optional.empty();
        }
        double all = user + nice + system + idle + iowait + irq + softirq + steal;
        if (all <= 0) {
            return Optional.empty();
        }
        double scale = 100 / all;
        return Optional.of(
                new Resources.CpuPercent(
                        user * scale,
                        system * scale,
                        nice * scale,
                        idle * scale,
                        iowait * scale,
                        irq * scale,
                        softirq * scale,
                        steal * scale));
    }
}
