package dev.procdeck.host.commands;

import dev.procdeck.host.commands.CommandOutput.Stream;
import dev.procdeck.host.commands.CommandResult.End;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// The life of a command whatever cage it is in: begun once, followed to its end by a virtual
/// thread of its own, its output counted and cut, its result there for all who wait. Thread-safe.
public abstract class FollowedRun implements CommandRun {
    private final CommandSpec spec;
    private final EnforcedLimits enforced;
    private final CommandOutput output;
    private final Consumer<? super CommandRun> onEnd;
    private final CompletableFuture<CommandResult> result = new CompletableFuture<>();
    private long seenBytes;
    private long keptBytes;

    /// @param onEnd told once it has ended
    protected FollowedRun(
            CommandSpec spec,
            EnforcedLimits enforced,
            CommandOutput output,
            Consumer<? super CommandRun> onEnd) {
        this.spec = spec;
        this.enforced = enforced;
        this.output = output;
        this.onEnd = onEnd;
    }

    /// Runs it and sees how it ends.
    ///
    /// @throws IOException when it could not be started
    protected abstract End runToEnd() throws IOException, InterruptedException;

    @Override
    public final CommandSpec spec() {
        return spec;
    }

    @Override
    public final EnforcedLimits enforced() {
        return enforced;
    }

    @Override
    public final Optional<CommandResult> await(Duration patience) throws InterruptedException {
        try {
            return Optional.of(result.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException stillRunning) {
            return Optional.empty();
        } catch (ExecutionException bug) {
            throw new IllegalStateException(bug);
        }
    }

    /// Begins it; called once.
    public final void begin() {
        Thread.ofVirtual().name("command " + spec.id()).start(this::run);
    }

    private void run() {
        long began = System.nanoTime();
        End end;
        try {
            end = runToEnd();
        } catch (IOException failed) {
            end = new CommandResult.NotStarted("start", String.valueOf(failed.getMessage()));
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            end = new CommandResult.Unknown("interrupted");
        } catch (RuntimeException bug) {
            // Whoever waits for it, and the cage that counts it, must hear that it is over.
            end = new CommandResult.Unknown(bug.toString());
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        synchronized (this) {
            result.complete(new CommandResult(end, took, seenBytes, seenBytes > keptBytes));
        }
        onEnd.accept(this);
    }

    /// Passes on what the command wrote, up to the cap; what is beyond is counted and dropped.
    protected final synchronized void pass(Stream stream, byte[] bytes) {
        seenBytes += bytes.length;
        long room = spec.limits().outputBytes() - keptBytes;
        int kept = (int) Math.min(room, bytes.length);
        if (kept > 0) {
            keptBytes += kept;
            output.chunk(stream, kept == bytes.length ? bytes : Arrays.copyOf(bytes, kept));
        }
    }

    /// Counts output that nobody read.
    protected final synchronized void drop(long bytes) {
        seenBytes += bytes;
    }

    /// Whether no more output is kept.
    protected final synchronized boolean isFull() {
        return keptBytes >= spec.limits().outputBytes();
    }
}
