package dev.procdeck.agent.socket;

import dev.procdeck.agent.acts.ActGateway;
import dev.procdeck.agent.queries.QueryAnswers;
import dev.procdeck.protocol.answer.Answer;
import dev.procdeck.protocol.operation.Act;
import dev.procdeck.protocol.operation.Outcome;
import dev.procdeck.protocol.operation.Query;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// The threads on which acts and queries touch the host. Thread-safe.
///
/// Platform threads, since calls into the kernel would hold the few carriers of virtual threads.
/// Three pools: queries that hang never keep an act from starting, and acts that take long never
/// keep a signal, a new priority or the cancelling of a command from being done at once.
public final class Work implements AutoCloseable {
    private static final int MAX_QUERY_THREADS = 16;
    private static final int MAX_ACT_THREADS = 64;
    private static final int MAX_URGENT_THREADS = 32;
    private static final long IDLE_SECONDS = 10;

    private final ActGateway gateway;
    private final QueryAnswers answers;
    private final ExecutorService queries = pool("query", MAX_QUERY_THREADS);
    private final ExecutorService acts = pool("act", MAX_ACT_THREADS);
    private final ExecutorService urgent = pool("urgent", MAX_URGENT_THREADS);

    public Work(ActGateway gateway, QueryAnswers answers) {
        this.gateway = gateway;
        this.answers = answers;
    }

    Future<Answer> ask(Query query) {
        return queries.submit(() -> answers.answer(query));
    }

    Future<Outcome> act(Act act) {
        return (isUrgent(act) ? urgent : acts).submit(() -> gateway.act(act));
    }

    /// Ends in seconds, and somebody may be waiting for it in an emergency.
    static boolean isUrgent(Act act) {
        return switch (act) {
            case Act.Signal _, Act.SignalGroup _, Act.Priority _, Act.Cancel _ -> true;
            case Act.OnService _, Act.Command _, Act.Template _ -> false;
        };
    }

    @Override
    public void close() {
        queries.shutdownNow();
        acts.shutdownNow();
        urgent.shutdownNow();
    }

    private static ExecutorService pool(String name, int threads) {
        ThreadFactory factory = Thread.ofPlatform().daemon().name(name + "-", 0).factory();
        return new ThreadPoolExecutor(
                0, threads, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), factory);
    }
}
