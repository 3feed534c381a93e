package dev.procdeck.agent.queries;

import dev.procdeck.agent.policy.LookOnly;
import dev.procdeck.agent.policy.PolicyStore;
import dev.procdeck.agent.sampling.ProcessSources;
import dev.procdeck.agent.services.ServiceManagers;
import dev.procdeck.agent.views.FactsView;
import dev.procdeck.agent.views.ScheduleView;
import dev.procdeck.host.bpf.SocketSourceChooser;
import dev.procdeck.host.facts.HostFacts;
import dev.procdeck.host.facts.HostFactsReader;
import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.procfs.LoadAvg;
import dev.procdeck.host.resources.Resources;
import dev.procdeck.host.schedule.ScheduleReader;
import dev.procdeck.host.schedule.TimerSource;
import dev.procdeck.host.services.ServiceListing;
import dev.procdeck.host.services.ServiceManager;
import dev.procdeck.protocol.answer.HostFacts.Notice;
import dev.procdeck.protocol.answer.Schedule;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Facts and schedule of the host, with what the agent says of itself. Thread-safe.
public final class HostAnswers {
    private final ServiceManagers managers;
    private final PolicyStore policy;
    private final int uid;
    private final TimerSource timers;
    private final ProcessSources sources;
    private final SocketSourceChooser sockets;

    public HostAnswers(
            ServiceManagers managers,
            PolicyStore policy,
            int uid,
            TimerSource timers,
            ProcessSources sources,
            SocketSourceChooser sockets) {
        this.managers = managers;
        this.policy = policy;
        this.uid = uid;
        this.timers = timers;
        this.sources = sources;
        this.sockets = sockets;
    }

    dev.procdeck.protocol.answer.HostFacts facts() {
        HostFacts facts = HostFactsReader.ofHost().read();
        return FactsView.of(facts, load(), self());
    }

    Schedule schedule() {
        Reading<String> zone = HostFactsReader.ofHost().read().timeZone();
        ZoneId id = ZoneId.systemDefault();
        try {
            id = zone.asOptional().map(ZoneId::of).orElse(id);
        } catch (DateTimeException _) {
            // A zone that Java does not know: the process's own is the best there is.
        }
        return ScheduleView.of(new ScheduleReader(Path.of("/"), timers).read(Instant.now(), id));
    }

    private FactsView.Self self() {
        boolean root = uid == 0;
        List<Notice> limits = new ArrayList<>();
        if (!root) {
            limits.add(new Notice("not_root", Map.of()));
        }
        LookOnly lookOnly = policy.current().lookOnly();
        if (lookOnly != null) {
            limits.add(new Notice(LookOnly.CODE, lookOnly.parameters()));
        }
        List<String> names = new ArrayList<>();
        for (ServiceManager manager : managers.all()) {
            if (manager.list().availability() instanceof ServiceListing.Available) {
                names.add(manager.name());
            }
        }
        if (names.isEmpty()) {
            limits.add(new Notice("no_service_manager", Map.of()));
        }
        return new FactsView.Self(
                version(),
                System.getProperty("user.name", ""),
                root,
                sources.chosen().name(),
                sources.chosen().reason().isEmpty() ? null : sources.chosen().reason(),
                socketSource(),
                sockets.fallbackReason().orElse(null),
                names,
                limits);
    }

    private String socketSource() {
        return sockets.chosenName().equals("bpf") ? "bpf" : "proc";
    }

    private static Reading<Resources.Load> load() {
        try {
            LoadAvg load =
                    LoadAvg.parse(ByteBuffer.wrap(Files.readAllBytes(Path.of("/proc/loadavg"))));
            return Reading.of(new Resources.Load(load.one(), load.five(), load.fifteen()));
        } catch (IOException e) {
            return Reading.unsupported("loadavg");
        }
    }

    private static String version() {
        String version = HostAnswers.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
