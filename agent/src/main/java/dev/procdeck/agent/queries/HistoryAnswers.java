package dev.procdeck.agent.queries;

import dev.procdeck.agent.history.History;
import dev.procdeck.agent.history.Moment;
import dev.procdeck.agent.sampling.Sampler;
import dev.procdeck.agent.views.ProcessView;
import dev.procdeck.host.processes.ProcessSample;
import dev.procdeck.protocol.Problem;
import dev.procdeck.protocol.answer.Answer;
import dev.procdeck.protocol.answer.PastProcesses;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the agent remembers. Thread-safe.
public final class HistoryAnswers {
    private static final Duration PATIENCE = Duration.ofMillis(1500);
    private static final Duration MAX_AGE = Duration.ofMillis(500);
    private static final double NANOS_PER_SECOND = 1e9;

    private final History history;
    private final Sampler sampler;

    public HistoryAnswers(History history, Sampler sampler) {
        this.history = history;
        this.sampler = sampler;
    }

    Answer totals(int seconds) {
        long span = Math.clamp(seconds, 1, History.SPAN.toSeconds());
        return new Answer.History(
                history.totalsSince(System.nanoTime() - Duration.ofSeconds(span).toNanos()));
    }

    /// Looks at the processes of now to tell who still lives.
    Answer processes(Instant at) throws InterruptedException {
        Optional<Moment> found = history.processesAt(at);
        Instant oldest = history.oldestProcesses();
        Instant newest = history.newestProcesses();
        if (found.isEmpty() || oldest == null || newest == null) {
            return QueryAnswers.refused(
                    Problem.Category.NOT_FOUND,
                    "nothing_recorded",
                    oldest == null || newest == null
                            ? Map.of("at", at.toString())
                            : Map.of(
                                    "at", at.toString(),
                                    "oldest", oldest.toString(),
                                    "newest", newest.toString()));
        }
        Moment moment = found.get();
        ProcessSample now = sampler.freshProcesses(PATIENCE, MAX_AGE).processes();
        List<PastProcesses.Item> items =
                moment.busiest().stream().map(used -> item(used, now)).toList();
        return new PastProcesses(
                moment.time(),
                moment.intervalNanos() / NANOS_PER_SECOND,
                moment.processes(),
                tenths(moment.cpuPercent()),
                oldest,
                newest,
                items);
    }

    private static PastProcesses.Item item(Moment.Used used, @Nullable ProcessSample now) {
        var process = used.process();
        return new PastProcesses.Item(
                ProcessView.key(process.identity()),
                process.parentPid(),
                process.startTime(),
                process.user(),
                process.comm(),
                process.cmdline(),
                process.unit(),
                process.container(),
                known(used.cpuPercent()) ? tenths(used.cpuPercent()) : null,
                used.rssBytes(),
                known(used.readBytesPerSecond())
                        ? (double) Math.round(used.readBytesPerSecond())
                        : null,
                known(used.writtenBytesPerSecond())
                        ? (double) Math.round(used.writtenBytesPerSecond())
                        : null,
                now != null
                        && now.find(process.identity().pid())
                                .filter(row -> row.identity().equals(process.identity()))
                                .isPresent());
    }

    private static boolean known(float value) {
        return !Float.isNaN(value);
    }

    private static double tenths(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
