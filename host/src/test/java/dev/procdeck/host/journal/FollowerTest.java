package dev.procdeck.host.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.host.services.LogLine;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Against a program that keeps a journal of its own, dies when it is told to and honours cursors.
@Timeout(60)
class FollowerTest {
    private static final String UNIT = "a.service";

    private final List<String> startedAfter = new CopyOnWriteArrayList<>();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<Process> programs = new CopyOnWriteArrayList<>();
    private final AtomicInteger mistakes = new AtomicInteger();
    private final Follower follower = new Follower(this::start);

    @AfterEach
    void close() {
        follower.close();
    }

    @Test
    void aProgramThatDiedGoesOnAfterTheLastLineThatWasTold() throws Exception {
        lines.addAll(List.of("c1", "c2"));
        CountDownLatch running = new CountDownLatch(1);
        List<String> told = new CopyOnWriteArrayList<>();
        try (var _ = follower.add(query(), cursors(told), running::countDown)) {
            running.await();
            awaitSize(told, 1);
            lines.addAll(List.of("c3", "c4"));
            programs.getFirst().destroy();
            awaitSize(told, 3);
        }
        assertThat(told).containsExactly("c2", "c3", "c4");
        assertThat(startedAfter).startsWith("", "c2");
    }

    @Test
    void whoeverComesLaterIsToldAtOnceThatItRuns() throws Exception {
        lines.add("c1");
        CountDownLatch running = new CountDownLatch(2);
        try (var _ = follower.add(query(), _ -> {}, running::countDown)) {
            while (running.getCount() == 2) {
                Thread.sleep(10);
            }
            try (var _ = follower.add(query(), _ -> {}, running::countDown)) {
                assertThat(running.getCount()).isZero();
            }
        }
        assertThat(startedAfter).containsExactly("");
    }

    @Test
    void aWatcherThatFailsHoldsUpNobodyElse() throws Exception {
        lines.add("c1");
        List<String> told = new CopyOnWriteArrayList<>();
        Consumer<LogLine> fails =
                line -> {
                    throw new IllegalStateException("a mistake at " + line.cursor());
                };
        try (var _ = follower.add(query(), cursors(told), () -> {})) {
            awaitSize(told, 1);
            try (var _ = follower.add(query(), fails, () -> {})) {
                for (String cursor : List.of("c2", "c3")) {
                    lines.add(cursor);
                    programs.getLast().destroy();
                    awaitSize(told, lines.size());
                }
            }
        }
        assertThat(told).containsExactly("c1", "c2", "c3");
    }

    @Test
    void aStartThatFailsByAMistakeIsTriedAgain() throws Exception {
        lines.add("c1");
        mistakes.set(1);
        List<String> told = new CopyOnWriteArrayList<>();
        try (var _ = follower.add(query(), cursors(told), () -> {})) {
            awaitSize(told, 1);
        }
        assertThat(mistakes).hasValue(0);
    }

    @Test
    void afterAPauseWithoutWatchersNothingOldIsToldAgain() throws Exception {
        lines.add("c1");
        for (int i = 0; i < 2; i++) {
            CountDownLatch running = new CountDownLatch(1);
            try (var _ = follower.add(query(), _ -> {}, running::countDown)) {
                running.await();
            }
            while (isReading()) {
                Thread.sleep(10);
            }
        }
        assertThat(startedAfter).containsExactly("", "");
    }

    private static boolean isReading() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("journal-follow"));
    }

    /// As journalctl: the newest line, or those after the cursor, and then it waits for more.
    private Process start(String afterCursor) throws IOException {
        if (mistakes.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new IllegalStateException("a mistake at the start");
        }
        startedAfter.add(afterCursor);
        List<String> now = List.copyOf(lines);
        int from = afterCursor.isEmpty() ? now.size() - 1 : now.indexOf(afterCursor) + 1;
        StringBuilder text = new StringBuilder();
        for (String cursor : now.subList(from, now.size())) {
            text.append("__CURSOR=%s\n_SYSTEMD_UNIT=%s\nMESSAGE=x\n\n".formatted(cursor, UNIT));
        }
        Process program =
                new ProcessBuilder(
                                "/bin/sh",
                                "-c",
                                "printf %s \"$1\"; exec sleep 300",
                                "sh",
                                text + "")
                        .start();
        programs.add(program);
        return program;
    }

    private static LogQuery query() {
        return LogQuery.last(UNIT, "", 10);
    }

    private static Consumer<LogLine> cursors(List<String> to) {
        return line -> to.add(line.cursor());
    }

    private static void awaitSize(List<String> told, int size) throws InterruptedException {
        while (told.size() < size) {
            Thread.sleep(10);
        }
    }
}
