package dev.procdeck.host.facts;

import dev.procdeck.host.facts.HostFacts.LoggedInUser;
import dev.procdeck.host.libc.Reading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Who is logged in: utmp, else the sessions that logind keeps in /run (Debian 13 and others have
/// no utmp). Stateless.
final class LoggedInUsers {
    private static final String SESSIONS = "run/systemd/sessions";

    private LoggedInUsers() {}

    static Reading<List<LoggedInUser>> read(TreeFiles files) {
        Reading<byte[]> utmp = files.bytes("run/utmp");
        if (utmp instanceof Reading.Unsupported<byte[]>) {
            return files.exists(SESSIONS)
                    ? Reading.of(sessions(files))
                    : Reading.unsupported("/run/utmp");
        }
        return utmp.map(bytes ->
                Utmp.parse(bytes, Utmp.Layout.ofThisMachine()).stream()
                        // A session that was killed leaves its record behind; who(1) looks too.
                        .filter(user -> files.exists("proc/" + user.pid()))
                        .toList());
    }

    private static List<LoggedInUser> sessions(TreeFiles files) {
        var users = new ArrayList<LoggedInUser>();
        for (String name : files.list(SESSIONS)) {
            if (!name.endsWith(".ref")) {
                files.text(SESSIONS + "/" + name)
                        .asOptional()
                        .flatMap(LoggedInUsers::parseSession)
                        .ifPresent(users::add);
            }
        }
        return users;
    }

    /// One file of /run/systemd/sessions, as sd_session_get_*(3) reads it.
    static Optional<LoggedInUser> parseSession(String text) {
        OsRelease session = OsRelease.parse(text);
        String userClass = session.first("CLASS").orElse("");
        if (!userClass.startsWith("user") || session.first("USER").isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new LoggedInUser(
                        session.first("USER").orElse(""),
                        session.first("TTY", "DISPLAY").orElse(""),
                        session.first("REMOTE_HOST").orElse(""),
                        (int) number(session.first("LEADER")),
                        Instant.ofEpochSecond(number(session.first("REALTIME")) / 1_000_000)));
    }

    private static long number(Optional<String> text) {
        return text.filter(digits -> digits.matches("\\d{1,18}")).map(Long::parseLong).orElse(0L);
    }
}
