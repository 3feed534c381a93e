package dev.procdeck.host.journal;

import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.services.LogLine;
import dev.procdeck.host.services.UnitLog;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// The journal of this host: bounded reads and live following. Thread-safe.
public final class Journal implements UnitLog, AutoCloseable {

    static final Path JOURNALCTL = Path.of("/usr/bin/journalctl");

    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final int AT_ONCE = 4;
    private static final String FIELDS =
            "--output-fields=MESSAGE,PRIORITY,SYSLOG_IDENTIFIER,_COMM,_PID,SYSLOG_PID,UNIT,USER_UNIT,"
                    + "_SYSTEMD_UNIT,_SYSTEMD_USER_UNIT,INVOCATION_ID,_SYSTEMD_INVOCATION_ID";

    private final Path program;
    private final boolean user;
    private final Semaphore running = new Semaphore(AT_ONCE);
    private final Follower follower;

    private Journal(Path program, boolean user) {
        this.program = program;
        this.user = user;
        this.follower = new Follower(this::startFollowing);
    }

    /// The system's units.
    public static Journal ofSystem() {
        return new Journal(JOURNALCTL, false);
    }

    /// The units of the present user's own manager.
    public static Journal ofUser() {
        return new Journal(JOURNALCTL, true);
    }

    @Override
    public Reading<List<LogLine>> since(String unit, Instant from, int max) {
        long micros = from.getEpochSecond() * 1_000_000 + from.getNano() / 1_000;
        String since = "%d.%06d".formatted(micros / 1_000_000, micros % 1_000_000);
        return read(LogQuery.last(unit, "", max), List.of("--since=@" + since));
    }

    /// The lines asked for, oldest first.
    ///
    /// By invocation some lines of a run that ended at once may be missing: journald looks up the
    /// invocation when it reads a line, and by then systemd may have forgotten it.
    public Reading<List<LogLine>> read(LogQuery query) {
        return read(query, List.of());
    }

    private Reading<List<LogLine>> read(LogQuery query, List<String> more) {
        if (!Files.isExecutable(program)) {
            return Reading.unsupported(program.toString());
        }
        try {
            if (!running.tryAcquire(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
                return Reading.unsupported("too many readers");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Reading.unsupported("interrupted");
        }
        try {
            return readNow(query, more);
        } catch (IOException failed) {
            return Reading.unsupported(String.valueOf(failed.getMessage()));
        } finally {
            running.release();
        }
    }

    /// Tells lines as they are written, from now on, until closed; `query` says which (its cursor
    /// and number are not looked at). The consumer is called on the follower's thread and must not
    /// block.
    ///
    /// @param running is called once, as soon as no line can be missed any more; what was written
    ///   before is then to be read
    public AutoCloseable follow(LogQuery query, Consumer<LogLine> consumer, Runnable running) {
        return follower.add(query, consumer, running);
    }

    @Override
    public void close() {
        follower.close();
    }

    private Reading<List<LogLine>> readNow(LogQuery query, List<String> more) throws IOException {
        List<String> arguments = new ArrayList<>(more);
        arguments.addAll(arguments(query));
        Process process = start(arguments);
        Thread guard =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                if (!process.waitFor(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
                                    process.destroyForcibly();
                                }
                            } catch (InterruptedException done) {
                                process.destroyForcibly();
                            }
                        });
        List<LogLine> lines = new ArrayList<>();
        try (InputStream in = new BufferedInputStream(process.getInputStream())) {
            ExportParser parser = new ExportParser(in);
            for (Optional<LogLine> line = parser.next();
                    line.isPresent() && lines.size() < query.max();
                    line = parser.next()) {
                lines.add(line.get());
            }
            boolean refused = lines.isEmpty() && endedBadly(process);
            return refused ? Reading.denied(program.toString()) : Reading.of(lines);
        } finally {
            guard.interrupt();
        }
    }

    /// journalctl ends with 1 and says nothing on stdout when it may open no journal file.
    private static boolean endedBadly(Process process) {
        try {
            return process.waitFor(1, TimeUnit.SECONDS) && process.exitValue() != 0;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private List<String> arguments(LogQuery query) {
        List<String> arguments = new ArrayList<>(List.of("--lines=" + query.max()));
        if (!query.afterCursor().isEmpty()) {
            arguments.add("--after-cursor=" + query.afterCursor());
        }
        if (query.priority().isPresent()) {
            arguments.add("--priority=" + query.priority().getAsInt());
        }
        if (query.invocationId().isEmpty()) {
            arguments.add((user ? "--user-unit=" : "--unit=") + query.unit());
        } else {
            // What the unit's processes wrote in that run, and what systemd wrote about it.
            arguments.add("_SYSTEMD_INVOCATION_ID=" + query.invocationId());
            arguments.add("+");
            arguments.add((user ? "USER_" : "") + "INVOCATION_ID=" + query.invocationId());
        }
        return arguments;
    }

    private Process startFollowing(String afterCursor) throws IOException {
        return start(
                afterCursor.isEmpty()
                        ? List.of("--follow", "--lines=1")
                        : List.of("--follow", "--lines=all", "--after-cursor=" + afterCursor));
    }

    private Process start(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        command.addAll(List.of("--no-pager", "--quiet", "--output=export", FIELDS));
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .directory(Path.of("/").toFile());
        builder.environment().clear();
        builder.environment().put("LANG", "C.UTF-8");
        return builder.start();
    }
}
