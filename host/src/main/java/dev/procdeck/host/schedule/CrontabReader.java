package dev.procdeck.host.schedule;

import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.schedule.ScheduledTask.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads the crontabs of the system and of all users, and says which of them cron ignores. Used for
/// one listing.
final class CrontabReader {
    /// Debian, Fedora and SUSE, Alpine; the first that exists is the one that is used.
    private static final List<String> SPOOLS =
            List.of(
                    "/var/spool/cron/crontabs",
                    "/var/spool/cron/tabs",
                    "/var/spool/cron",
                    "/etc/crontabs");

    private static final Pattern CRON_D_NAME = Pattern.compile("[A-Za-z0-9_-]+");
    private static final String NO_RECORD = "cron keeps no record of runs";

    private final SourceFiles files;
    private final Instant now;
    private final ZoneId zone;
    private final boolean isDebian;
    final List<ScheduledTask> tasks = new ArrayList<>();
    final List<Schedule.Gap> gaps = new ArrayList<>();

    CrontabReader(SourceFiles files, Instant now, ZoneId zone, boolean isDebian) {
        this.files = files;
        this.now = now;
        this.zone = zone;
        this.isDebian = isDebian;
    }

    void readAll() {
        read("/etc/crontab", Kind.SYSTEM_CRONTAB, Optional.empty());
        for (String name : list("/etc/cron.d")) {
            if (!isDebian || CRON_D_NAME.matcher(name).matches()) {
                read("/etc/cron.d/" + name, Kind.SYSTEM_CRONTAB, Optional.empty());
            } else {
                gaps.add(
                        new Schedule.Gap(
                                "/etc/cron.d/" + name,
                                false,
                                "cron skips this name: only letters, digits, _ and - may be in it"));
            }
        }
        SPOOLS.stream()
                .filter(files::exists)
                .findFirst()
                .ifPresent(spool -> {
                    for (String user : list(spool)) {
                        if (Files.isRegularFile(files.path(spool + "/" + user))) {
                            read(spool + "/" + user, Kind.USER_CRONTAB, Optional.of(user));
                        }
                    }
                });
    }

    private List<String> list(String directory) {
        return switch (files.list(directory)) {
            case Reading.Value<List<String>>(List<String> names) -> names;
            case Reading.Denied<List<String>> _ -> {
                gaps.add(new Schedule.Gap(directory, true, "may not be listed"));
                yield List.of();
            }
            case Reading.Unsupported<List<String>> _ -> List.of();
        };
    }

    private void read(String file, Kind kind, Optional<String> owner) {
        switch (files.readText(file)) {
            case Reading.Value<String>(String text) -> add(file, text, kind, owner);
            case Reading.Denied<String> _ ->
                    gaps.add(new Schedule.Gap(file, true, "may not be read"));
            case Reading.Unsupported<String>(String what) -> {
                if (files.exists(file)) {
                    gaps.add(new Schedule.Gap(file, false, what));
                }
            }
        }
    }

    private void add(String file, String text, Kind kind, Optional<String> owner) {
        Crontab crontab = Crontab.parse(text, owner.isEmpty());
        Optional<String> ignored = ignoredReason(file, text, crontab, owner);
        for (Crontab.Line line : crontab.lines()) {
            Crontab.Line shown =
                    line.error().isEmpty() && ignored.isPresent()
                            ? line.withError(ignored.get())
                            : line;
            tasks.add(task(file, kind, owner, shown));
        }
        if (crontab.lines().isEmpty() && ignored.isPresent()) {
            gaps.add(new Schedule.Gap(file, false, ignored.get()));
        }
    }

    private ScheduledTask task(String file, Kind kind, Optional<String> owner, Crontab.Line line) {
        return new ScheduledTask(
                kind,
                file + ":" + line.number(),
                line.schedule(),
                owner.or(line::user)
                        .map(Reading::of)
                        .orElseGet(() -> Reading.unsupported("no user")),
                line.command(),
                nextRun(line),
                Reading.unsupported(NO_RECORD),
                line.error());
    }

    private Reading<Instant> nextRun(Crontab.Line line) {
        if (line.error().isPresent()) {
            return Reading.unsupported("cron rejects it");
        }
        return line.when()
                .map(when ->
                        when.nextAfter(now, zone)
                                .map(Reading::of)
                                .orElseGet(() -> Reading.unsupported("no date matches")))
                .orElseGet(() -> Reading.unsupported("when cron starts after boot"));
    }

    /// Debian's cron takes a crontab whole or not at all (user.c, database.c).
    private Optional<String> ignoredReason(
            String file, String text, Crontab crontab, Optional<String> owner) {
        if (!isDebian) {
            return Optional.empty();
        }
        Optional<String> byMode = insecureReason(file, owner);
        if (byMode.isPresent()) {
            return byMode;
        }
        if (!text.isEmpty() && !text.endsWith("\n")) {
            return Optional.of("cron ignores this file: no newline at its end");
        }
        return crontab.lines().stream()
                .filter(line -> line.error().isPresent())
                .findFirst()
                .map(line ->
                        "cron ignores this file: "
                                + line.error().get()
                                + " in line "
                                + line.number());
    }

    private Optional<String> insecureReason(String file, Optional<String> owner) {
        Path path = files.path(file);
        try {
            PosixFileAttributes target = Files.readAttributes(path, PosixFileAttributes.class);
            Set<PosixFilePermission> mode = target.permissions();
            boolean openToOthers =
                    mode.contains(PosixFilePermission.GROUP_WRITE)
                            || mode.contains(PosixFilePermission.OTHERS_WRITE);
            Object uid = Files.getAttribute(path, "unix:uid");
            if (owner.isEmpty()) {
                if (openToOthers || !Integer.valueOf(0).equals(uid)) {
                    return Optional.of("cron ignores this file: not root's alone to write");
                }
            } else if (mode.stream().anyMatch(p -> !p.name().startsWith("OWNER_"))) {
                return Optional.of("cron ignores this file: its mode is not 0600");
            } else if (!Integer.valueOf(1)
                    .equals(Files.getAttribute(path, "unix:nlink", LinkOption.NOFOLLOW_LINKS))) {
                return Optional.of("cron ignores this file: it has several names");
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
