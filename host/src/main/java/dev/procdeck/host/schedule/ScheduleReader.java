package dev.procdeck.host.schedule;

import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.schedule.ScheduledTask.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Lists all that runs by itself on a host. Stateless; may be used from any thread.
public final class ScheduleReader {
    private static final List<String> PERIODS =
            List.of("hourly", "daily", "weekly", "monthly", "yearly");

    private final SourceFiles files;
    private final TimerSource timers;

    /// @param root the host's root directory
    /// @param timers the service manager's timers
    public ScheduleReader(Path root, TimerSource timers) {
        this.files = new SourceFiles(root);
        this.timers = timers;
    }

    /// @param zone the host's own zone, by which cron runs
    public Schedule read(Instant now, ZoneId zone) {
        boolean isDebian = files.exists("/etc/debian_version");
        var crontabs = new CrontabReader(files, now, zone, isDebian);
        crontabs.readAll();
        var tasks = new ArrayList<>(crontabs.tasks);
        var gaps = new ArrayList<>(crontabs.gaps);
        List<ScheduledTask> anacron = readAnacron(zone, gaps);
        tasks.addAll(anacron);
        var runParts = new RunParts(isDebian);
        for (String period : PERIODS) {
            readDirectory("/etc/cron." + period, runParts, crontabs.tasks, anacron, tasks, gaps);
        }
        switch (timers.listTimers()) {
            case Reading.Value<List<ScheduledTask>>(List<ScheduledTask> found) ->
                    tasks.addAll(found);
            case Reading.Denied<List<ScheduledTask>>(String what) ->
                    gaps.add(new Schedule.Gap("systemd timers", true, what));
            case Reading.Unsupported<List<ScheduledTask>>(String what) ->
                    gaps.add(new Schedule.Gap("systemd timers", false, what));
        }
        return new Schedule(tasks, gaps);
    }

    private List<ScheduledTask> readAnacron(ZoneId zone, List<Schedule.Gap> gaps) {
        String file = "/etc/anacrontab";
        var tasks = new ArrayList<ScheduledTask>();
        boolean installed = files.exists("/usr/sbin/anacron");
        switch (files.readText(file)) {
            case Reading.Value<String>(String text) -> {
                for (Anacrontab.Job job : Anacrontab.parse(text).jobs()) {
                    tasks.add(anacronTask(file, job, zone, installed));
                }
            }
            case Reading.Denied<String> _ ->
                    gaps.add(new Schedule.Gap(file, true, "may not be read"));
            case Reading.Unsupported<String> _ -> {}
        }
        return tasks;
    }

    private ScheduledTask anacronTask(
            String file, Anacrontab.Job job, ZoneId zone, boolean installed) {
        return new ScheduledTask(
                Kind.ANACRON,
                file + ":" + job.number(),
                job.schedule(),
                Reading.of("root"),
                job.command(),
                Reading.unsupported(
                        installed
                                ? "anacron runs it when it is due and the host is up"
                                : "anacron is not installed"),
                lastRun(job.identifier(), zone),
                job.error());
    }

    /// anacron notes the day alone, so the time is that day's start.
    private Reading<Instant> lastRun(String identifier, ZoneId zone) {
        if (identifier.isEmpty() || identifier.contains("/")) {
            return Reading.unsupported("no identifier");
        }
        return switch (files.readText("/var/spool/anacron/" + identifier)) {
            case Reading.Value<String>(String text) -> {
                try {
                    LocalDate day = LocalDate.parse(text.strip(), DateTimeFormatter.BASIC_ISO_DATE);
                    yield Reading.of(day.atStartOfDay(zone).toInstant());
                } catch (DateTimeException e) {
                    yield Reading.unsupported("no date in anacron's note");
                }
            }
            case Reading.Denied<String>(String what) -> Reading.denied(what);
            case Reading.Unsupported<String> _ -> Reading.unsupported("never run by anacron");
        };
    }

    private void readDirectory(
            String directory,
            RunParts runParts,
            List<ScheduledTask> crontabs,
            List<ScheduledTask> anacron,
            List<ScheduledTask> tasks,
            List<Schedule.Gap> gaps) {
        Optional<ScheduledTask> caller = callerOf(directory, crontabs, anacron);
        switch (files.list(directory)) {
            case Reading.Value<List<String>>(List<String> names) -> {
                for (String name : names) {
                    scriptTask(directory, name, runParts, caller).ifPresent(tasks::add);
                }
            }
            case Reading.Denied<List<String>> _ ->
                    gaps.add(new Schedule.Gap(directory, true, "may not be listed"));
            case Reading.Unsupported<List<String>> _ -> {}
        }
    }

    /// What runs the directory: anacron where it is installed and has it, else a crontab line.
    private Optional<ScheduledTask> callerOf(
            String directory, List<ScheduledTask> crontabs, List<ScheduledTask> anacron) {
        boolean hasAnacron = files.exists("/usr/sbin/anacron");
        Optional<ScheduledTask> byAnacron =
                hasAnacron ? caller(directory, anacron, false) : Optional.empty();
        return byAnacron.or(() -> caller(directory, crontabs, hasAnacron));
    }

    private static Optional<ScheduledTask> caller(
            String directory, List<ScheduledTask> tasks, boolean hasAnacron) {
        return tasks.stream()
                .filter(task -> task.error().isEmpty())
                .filter(task -> !hasAnacron || !RunParts.yieldsToAnacron(task.command()))
                .filter(task ->
                        RunParts.directoryOf(task.command()).filter(directory::equals).isPresent())
                .findFirst();
    }

    private Optional<ScheduledTask> scriptTask(
            String directory, String name, RunParts runParts, Optional<ScheduledTask> caller) {
        Path script = files.path(directory + "/" + name);
        if (Files.isDirectory(script)) {
            return Optional.empty();
        }
        Optional<String> error = runParts.skipReason(name);
        if (error.isEmpty() && !isExecutable(script)) {
            error = Optional.of("run-parts skips this file: it is not executable");
        }
        String period = directory.substring(directory.lastIndexOf('.') + 1);
        Reading<Instant> next = Reading.unsupported("nothing runs " + directory);
        if (error.isPresent()) {
            next = Reading.unsupported("run-parts skips it");
        } else if (caller.isPresent()) {
            next = caller.get().nextRun();
        }
        return Optional.of(
                new ScheduledTask(
                        Kind.RUN_PARTS,
                        directory + "/" + name,
                        caller.map(task -> period + " (" + task.schedule() + ")").orElse(period),
                        caller.map(ScheduledTask::user)
                                .orElseGet(() -> Reading.unsupported("nobody")),
                        directory + "/" + name,
                        next,
                        caller.map(ScheduledTask::lastRun)
                                .orElseGet(() -> Reading.unsupported("no record")),
                        error));
    }

    /// By the mode bits: access(2) says yes to root for every file that anyone may run, and no to
    /// others.
    private static boolean isExecutable(Path script) {
        try {
            return Files.getPosixFilePermissions(script).stream()
                    .anyMatch(permission -> permission.name().endsWith("_EXECUTE"));
        } catch (IOException e) {
            return false;
        }
    }
}
