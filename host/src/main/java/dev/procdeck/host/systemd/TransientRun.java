package dev.procdeck.host.systemd;

import dev.procdeck.host.commands.CommandOutput;
import dev.procdeck.host.commands.CommandOutput.Stream;
import dev.procdeck.host.commands.CommandResult;
import dev.procdeck.host.commands.CommandResult.End;
import dev.procdeck.host.commands.CommandRun;
import dev.procdeck.host.commands.CommandSpec;
import dev.procdeck.host.commands.EnforcedLimits;
import dev.procdeck.host.commands.EnforcedLimits.By;
import dev.procdeck.host.commands.EnforcedLimits.Limit;
import dev.procdeck.host.commands.FollowedRun;
import dev.procdeck.host.services.ExitFact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.function.Consumer;

/// One command in its transient unit.
final class TransientRun extends FollowedRun {

    /// How often the output is looked at.
    private static final Duration LOOK = Duration.ofMillis(100);

    /// The unit has ended this long after its time is up, or we do not know what happened to it.
    private static final Duration GRACE = Duration.ofSeconds(15);

    private static final FileAttribute<?> ONLY_US =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<?> ONLY_US_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final UnitWatch watch;
    private final Path folder;
    private volatile boolean cancelled;

    TransientRun(
            UnitWatch watch,
            Path folder,
            CommandSpec spec,
            EnforcedLimits enforced,
            CommandOutput output,
            Consumer<? super CommandRun> onEnd) {
        super(spec, enforced, output, onEnd);
        this.watch = watch;
        this.folder = folder;
    }

    @Override
    public void cancel() {
        cancelled = true;
        Thread.ofVirtual().start(this::stopUnit);
    }

    @Override
    protected End runToEnd() throws IOException, InterruptedException {
        try {
            return runInUnit();
        } finally {
            deleteFolder(folder);
        }
    }

    private End runInUnit() throws IOException, InterruptedException {
        Session session = watch.session();
        if (session == null) {
            return new CommandResult.NotStarted("unavailable", watch.availability().toString());
        }
        Files.createDirectories(folder.getParent() == null ? folder : folder.getParent(), ONLY_US);
        Files.createDirectory(folder, ONLY_US);
        Path out = Files.createFile(folder.resolve("stdout"), ONLY_US_FILE);
        Path err = Files.createFile(folder.resolve("stderr"), ONLY_US_FILE);
        try (GrowingFile stdout = new GrowingFile(out);
                GrowingFile stderr = new GrowingFile(err)) {
            Manager manager = session.manager();
            String job;
            try {
                job = start(manager, out, err);
            } catch (BusException.Rejected rejected) {
                return new CommandResult.NotStarted(rejected.errorName(), rejected.text());
            } catch (BusException lost) {
                return new CommandResult.Unknown(String.valueOf(lost.getMessage()));
            }
            return follow(session, job, stdout, stderr);
        }
    }

    private String start(Manager manager, Path out, Path err) throws BusException {
        boolean memory = enforced().limits().get(Limit.MEMORY) == By.CONTROL_GROUP;
        try {
            return manager.startTransient(
                    unit(), CageProperties.of(spec(), out, err, memory, true));
        } catch (BusException.Rejected older) {
            boolean unknownFlag =
                    older.errorName().endsWith("PropertyReadOnly")
                            || older.errorName().endsWith("InvalidArgs");
            if (!unknownFlag) {
                throw older;
            }
            return manager.startTransient(
                    unit(), CageProperties.of(spec(), out, err, memory, false));
        }
    }

    private End follow(Session session, String job, GrowingFile stdout, GrowingFile stderr)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + spec().limits().time().plus(GRACE).toNanos();
        String path = "";
        try {
            Manager manager = session.manager();
            path = manager.loadUnit(unit());
            if (cancelled) {
                stopUnit();
            }
            try (UnitWakes.Waiter waiter = watch.wakes().waiter(path)) {
                UnitProperties seen = manager.properties(path);
                boolean jobEnded = false;
                while (true) {
                    drain(stdout, stderr);
                    // Until its job has run, a unit is inactive too.
                    if (!jobEnded && session.jobs().await(job, 0).isPresent()) {
                        jobEnded = true;
                        seen = manager.properties(path);
                    }
                    if (jobEnded && hasEnded(seen)) {
                        break;
                    }
                    if (System.nanoTime() > end) {
                        return new CommandResult.Unknown("did not end");
                    }
                    if (session.jobs().isLost()) {
                        return new CommandResult.Unknown("connection lost");
                    }
                    if (waiter.await(LOOK)) {
                        seen = manager.properties(path);
                    }
                }
                drain(stdout, stderr);
                return end(session, job, seen);
            }
        } catch (BusException lost) {
            return new CommandResult.Unknown(String.valueOf(lost.getMessage()));
        } finally {
            forget(session.manager(), path);
        }
    }

    private static boolean hasEnded(UnitProperties seen) {
        String active = seen.text("ActiveState");
        return active.equals("inactive") || active.equals("failed");
    }

    private End end(Session session, String job, UnitProperties seen) throws InterruptedException {
        String outcome = seen.text("Result");
        if (cancelled) {
            return new CommandResult.Cancelled();
        }
        if (outcome.equals("timeout")) {
            return new CommandResult.TimedOut();
        }
        if (outcome.equals("oom-kill")) {
            return new CommandResult.OutOfMemory();
        }
        boolean started =
                session.jobs()
                        .await(job, 0)
                        .map(ended -> ended.result().equals("done"))
                        .orElse(true);
        var exit = Verdict.exit(seen);
        // The job also fails when the program ran and ended before systemd looked.
        if (!started && exit.filter(TransientRun::isOfTheProgram).isEmpty()) {
            String code = exit.map(Object::toString).orElse(outcome);
            return new CommandResult.NotStarted(outcome, code);
        }
        return exit.isPresent()
                ? new CommandResult.Ended(exit.get())
                : new CommandResult.Unknown(outcome);
    }

    /// Exit statuses 200 to 243 are systemd's own, of steps before the program (systemd.exec(5)).
    private static boolean isOfTheProgram(ExitFact exit) {
        return !(exit instanceof ExitFact.Exited(int code)) || code < 200 || code > 243;
    }

    private void drain(GrowingFile stdout, GrowingFile stderr) throws IOException {
        boolean more = true;
        while (more && !isFull()) {
            more = pass(stdout, Stream.STDOUT) | pass(stderr, Stream.STDERR);
        }
        if (isFull()) {
            drop(stdout.skip() + stderr.skip());
        }
    }

    private boolean pass(GrowingFile file, Stream stream) throws IOException {
        byte[] bytes = file.read();
        pass(stream, bytes);
        return bytes.length > 0;
    }

    private void stopUnit() {
        Session session = watch.session();
        if (session != null) {
            try {
                session.manager().stop(unit());
            } catch (BusException endedAlready) {
                // There is nothing left to stop, or RuntimeMaxSec will end it.
            }
        }
    }

    private void forget(Manager manager, String path) {
        if (!path.isEmpty()) {
            manager.release(path);
        }
    }

    private String unit() {
        return unit(spec().id());
    }

    static String unit(String id) {
        return "procdeck-command-" + id + ".service";
    }

    static void deleteFolder(Path folder) {
        for (String name : new String[] {"stdout", "stderr", ""}) {
            try {
                Files.deleteIfExists(folder.resolve(name));
            } catch (IOException left) {
                // Ours and closed to others: it stays, and takes room only.
            }
        }
    }
}
