package dev.procdeck.host.schedule;

import dev.procdeck.host.libc.Reading;
import java.util.List;

/// Lists the timers of a service manager; implemented where the manager is spoken to.
public interface TimerSource {

    /// The timers as items of kind [ScheduledTask.Kind#SYSTEMD_TIMER].
    Reading<List<ScheduledTask>> listTimers();

    /// A host without a service manager that has timers.
    static TimerSource none() {
        return () -> Reading.unsupported("no service manager with timers");
    }
}
