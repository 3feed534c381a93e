package dev.procdeck.host.processes;

import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.procfs.ProcFs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What /proc says of one process at this moment, for those who heard of it otherwise. Belongs to
/// one thread.
///
/// Reading a command line takes the target's memory lock, which the target may hold for ever: that
/// is done by threads of its own, and waited for only so long. When each of them is stuck, nothing
/// is asked until one is free again.
public final class ProcessFiles implements AutoCloseable {
    static final int THREADS = 4;
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final FactsReader facts;
    private final ProcFsProcessSource source;
    private final int[] wanted = new int[1];
    private final Supplier<FactsReader> open;
    private final Queue<FactsReader> idle = new ConcurrentLinkedQueue<>();
    private final ThreadPoolExecutor threads;
    private final List<Future<?>> stuck = new ArrayList<>();

    public ProcessFiles(ProcFs proc, UserNames users) {
        this.open = () -> new FactsReader(proc, users);
        this.facts = open.get();
        this.source = ProcFsProcessSource.once(proc);
        this.threads =
                new ThreadPoolExecutor(
                        THREADS,
                        THREADS,
                        10,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        Thread.ofPlatform().daemon().name("process-files-", 0).factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /// Hands over its counters if it exists.
    public void read(int pid, ProcessSource.Visitor visitor) {
        wanted[0] = pid;
        source.read(wanted, visitor);
    }

    /// Empty when it is gone or hidden, or does not let itself be read.
    public Optional<CommandLine> commandLine(int pid) {
        return patiently(reader -> reader.readCommandLine(pid));
    }

    /// Empty when it is gone, hidden or in no control group of the service manager's hierarchy.
    public Optional<ControlGroup> group(int pid) {
        return facts.readGroup(pid).asOptional();
    }

    private <T> Optional<T> patiently(Function<FactsReader, Reading<T>> question) {
        stuck.removeIf(Future::isDone);
        if (stuck.size() == THREADS) {
            return Optional.empty();
        }
        Future<Reading<T>> answer = threads.submit(() -> ask(question));
        try {
            return answer.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS).asOptional();
        } catch (TimeoutException _) {
            stuck.add(answer);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a process's files could not be read", e.getCause());
        }
        return Optional.empty();
    }

    private <T> Reading<T> ask(Function<FactsReader, Reading<T>> question) {
        @Nullable FactsReader known = idle.poll();
        FactsReader reader = known == null ? open.get() : known;
        try {
            return question.apply(reader);
        } finally {
            idle.add(reader);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        source.close();
    }
}
