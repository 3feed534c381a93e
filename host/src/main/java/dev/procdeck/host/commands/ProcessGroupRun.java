package dev.procdeck.host.commands;

import dev.procdeck.host.commands.CommandOutput.Stream;
import dev.procdeck.host.commands.CommandResult.End;
import dev.procdeck.host.commands.EnforcedLimits.By;
import dev.procdeck.host.commands.EnforcedLimits.Limit;
import dev.procdeck.host.services.ExitFact;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// One command in a session of its own.
final class ProcessGroupRun extends FollowedRun {

    private static final Path PASSWD = Path.of("/etc/passwd");
    private static final int SIGTERM = 15;
    private static final int SIGKILL = 9;

    /// Between TERM and KILL.
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Duration BETWEEN_KILLS = Duration.ofMillis(50);
    private static final int KILL_ROUNDS = 40;
    private static final int CHUNK = 16 * 1024;

    /// The JDK reports a process killed by signal N as this much above N.
    private static final int SIGNALLED = 128;

    private final ProcessTree tree;
    private final CompletableFuture<Void> cancelled = new CompletableFuture<>();

    ProcessGroupRun(
            CommandSpec spec,
            EnforcedLimits enforced,
            CommandOutput output,
            ProcessTree tree,
            Consumer<? super CommandRun> onEnd) {
        super(spec, enforced, output, onEnd);
        this.tree = tree;
    }

    @Override
    public void cancel() {
        cancelled.complete(null);
    }

    @Override
    protected End runToEnd() throws IOException, InterruptedException {
        Process process = start();
        Thread stdout = reader(process.getInputStream(), Stream.STDOUT);
        Thread stderr = reader(process.getErrorStream(), Stream.STDERR);
        CompletableFuture<Process> ended = process.onExit();
        boolean timedOut = false;
        try {
            CompletableFuture.anyOf(ended, cancelled)
                    .get(spec().limits().time().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException over) {
            timedOut = true;
        } catch (ExecutionException bug) {
            throw new IllegalStateException(bug);
        }
        boolean stopped = timedOut || !ended.isDone();
        // Also after a clean end: what a command leaves running ends with it, as in a control
        // group.
        endTree();
        int status = process.waitFor();
        join(stdout, process);
        join(stderr, process);
        if (timedOut) {
            return new CommandResult.TimedOut();
        }
        return stopped ? new CommandResult.Cancelled() : new CommandResult.Ended(exit(status));
    }

    private static ExitFact exit(int status) {
        if (status <= SIGNALLED) {
            return new ExitFact.Exited(status);
        }
        int signal = status - SIGNALLED;
        return new ExitFact.Signalled(signal, ExitFact.signalName(signal), false);
    }

    private Process start() throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(arguments())
                        .directory(Path.of("/").toFile())
                        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put(tree.markName(), tree.markValue());
        environment.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        environment.put("LANG", "C.UTF-8");
        return builder.start();
    }

    private List<String> arguments() throws IOException {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(ProcessGroupCage.SETSID)) {
            command.add(ProcessGroupCage.SETSID.toString());
        }
        if (enforced().limits().get(Limit.FILE_SIZE) == By.RLIMIT) {
            command.add(ProcessGroupCage.PRLIMIT.toString());
            command.add("--core=0");
            command.add("--data=" + spec().limits().memoryBytes());
            command.add("--fsize=" + spec().limits().fileBytes());
        }
        if (!spec().user().isEmpty()) {
            if (!Files.isExecutable(ProcessGroupCage.SETPRIV)) {
                throw new IOException("no setpriv to become " + spec().user());
            }
            command.add(ProcessGroupCage.SETPRIV.toString());
            command.addAll(List.of("--reuid=" + spec().user(), "--init-groups"));
            command.add("--regid=" + primaryGroup(spec().user()));
            command.add("--inh-caps=-all");
        }
        command.add(spec().program().toString());
        command.addAll(spec().arguments());
        return command;
    }

    /// The number of the account's own group, which need not have the account's name (passwd(5)).
    private static String primaryGroup(String account) throws IOException {
        for (String line : Files.readAllLines(PASSWD, StandardCharsets.ISO_8859_1)) {
            String[] fields = line.split(":", -1);
            if (fields.length > 3 && fields[0].equals(account) && fields[3].matches("[0-9]+")) {
                return fields[3];
            }
        }
        throw new IOException("no account " + account);
    }

    private Thread reader(InputStream in, Stream stream) {
        return Thread.ofVirtual()
                .start(() -> {
                    byte[] buffer = new byte[CHUNK];
                    try (in) {
                        for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
                            pass(stream, Arrays.copyOf(buffer, got));
                        }
                    } catch (IOException closed) {
                        // The pipe was closed under us at the end of the run.
                    }
                });
    }

    private void endTree() throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        int left = tree.signal(SIGTERM);
        while (left > 0 && System.nanoTime() < end) {
            TimeUnit.NANOSECONDS.sleep(BETWEEN_KILLS.toNanos());
            left = tree.signal(0);
        }
        for (int round = 0; left > 0 && round < KILL_ROUNDS; round++) {
            left = tree.signal(SIGKILL);
            TimeUnit.NANOSECONDS.sleep(BETWEEN_KILLS.toNanos());
        }
    }

    private static void join(Thread reader, Process process)
            throws IOException, InterruptedException {
        if (!reader.join(Duration.ofSeconds(1))) {
            process.getInputStream().close();
            process.getErrorStream().close();
        }
    }
}
