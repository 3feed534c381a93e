package dev.procdeck.agent;

import dev.procdeck.agent.queries.LogTails;
import dev.procdeck.agent.services.ServiceManagers;
import dev.procdeck.host.commands.CommandCage;
import dev.procdeck.host.commands.ProcessGroupCage;
import dev.procdeck.host.journal.Journal;
import dev.procdeck.host.journal.LogQuery;
import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.schedule.TimerSource;
import dev.procdeck.host.services.LogLine;
import dev.procdeck.host.services.ServiceListener;
import dev.procdeck.host.services.ServiceListing;
import dev.procdeck.host.services.ServiceManager;
import dev.procdeck.host.supervisord.Supervisord;
import dev.procdeck.host.supervisord.SupervisordSocket;
import dev.procdeck.host.systemd.ActTimes;
import dev.procdeck.host.systemd.Systemd;
import dev.procdeck.host.systemd.SystemdTimers;
import dev.procdeck.host.systemd.TransientUnitCage;
import dev.procdeck.host.sysv.InitScripts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// What this host offers to manage services and run commands with: systemd for root, the person's
/// own manager otherwise, and a process group where there is no systemd.
///
/// @param log the journal by which units are shown
record HostManagers(ServiceManagers services, Journal log, TimerSource timers, CommandCage cage)
        implements AutoCloseable {
    private static final Path CGROUPS = Path.of("/sys/fs/cgroup");
    private static final Path SYSTEMD_RUNS = Path.of("/run/systemd/system");

    /// @param commandDirectory for the output of running commands; made, closed to others
    static HostManagers find(boolean root, Path commandDirectory) throws IOException {
        Journal log = root ? Journal.ofSystem() : Journal.ofUser();
        List<ServiceManager> managers = new ArrayList<>();
        TimerSource timers = TimerSource.none();
        CommandCage cage = null;
        String runtime = System.getenv("XDG_RUNTIME_DIR");
        if (!root && runtime != null && Files.exists(Path.of(runtime, "bus"))) {
            Systemd own = systemd("systemd-user", Path.of(runtime, "bus"), log);
            managers.add(own);
            timers = new SystemdTimers(own, InstantSource.system());
        }
        if (Files.isDirectory(SYSTEMD_RUNS)) {
            Systemd system = systemd("systemd", Systemd.SYSTEM_BUS, log);
            managers.add(system);
            timers = new SystemdTimers(system, InstantSource.system());
            if (root) {
                Files.createDirectories(
                        commandDirectory,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
                TransientUnitCage units = new TransientUnitCage(system, commandDirectory, CGROUPS);
                units.deleteLeftOutput();
                cage = units;
            }
        }
        if (root) {
            List<ServiceManager> others = List.copyOf(managers);
            managers.add(
                    new InitScripts(
                            InitScripts.FOLDER,
                            Path.of("/proc"),
                            new RuledByAnother(others, System::nanoTime)));
        }
        managers.add(new Supervisord(() -> SupervisordSocket.find(Path.of("/proc"))));
        return new HostManagers(
                new ServiceManagers(managers),
                log,
                timers,
                cage == null ? new ProcessGroupCage(Path.of("/proc")) : cage);
    }

    private static Systemd systemd(String name, Path bus, Journal log) {
        return new Systemd(name, bus, CGROUPS, log, ActTimes.DEFAULT);
    }

    /// Tells of every change of any manager.
    void watch(Runnable changed) {
        ServiceListener listener =
                new ServiceListener() {
                    @Override
                    public void changed(Set<String> names) {
                        changed.run();
                    }

                    @Override
                    public void availabilityChanged(ServiceListing.Availability availability) {
                        changed.run();
                    }
                };
        services.all().forEach(manager -> manager.watch(listener));
    }

    /// The newest lines of units that are read, out of this host's journal.
    LogTails logTails(Console console) {
        return new LogTails(
                new LogTails.Source() {
                    @Override
                    public Reading<List<LogLine>> read(LogQuery query) {
                        return log.read(query);
                    }

                    @Override
                    public AutoCloseable follow(
                            LogQuery query, Consumer<LogLine> consumer, Runnable running) {
                        return log.follow(query, consumer, running);
                    }
                },
                console);
    }

    @Override
    public void close() {
        cage.close();
        services.close();
        log.close();
    }
}
