package dev.procdeck.agent.queries;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.agent.Console;
import dev.procdeck.host.journal.LogQuery;
import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.services.LogLine;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LogTailsTest {
    private static final String UNIT = "a.service";

    private final List<LogLine> written = new CopyOnWriteArrayList<>();
    private final List<Consumer<LogLine>> followers = new CopyOnWriteArrayList<>();
    private final List<Runnable> starts = new CopyOnWriteArrayList<>();
    private volatile boolean late;
    private volatile int failing;
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private final AtomicLong clock = new AtomicLong();
    private final LogTails tails =
            new LogTails(
                    new LogTails.Source() {
                        @Override
                        public Reading<List<LogLine>> read(LogQuery query) {
                            if (reads.incrementAndGet() <= failing) {
                                throw new IllegalStateException("as the test wants it");
                            }
                            return Reading.of(List.copyOf(written));
                        }

                        @Override
                        public AutoCloseable follow(
                                LogQuery query, Consumer<LogLine> consumer, Runnable running) {
                            followers.add(consumer);
                            if (late) {
                                starts.add(running);
                            } else {
                                running.run();
                            }
                            return closed::incrementAndGet;
                        }
                    },
                    new Console(System.out, new PrintStream(log, true, StandardCharsets.UTF_8)),
                    clock::get);

    @Test
    void whatCameSinceIsToldOnceToEachWithoutAnotherRead() throws Exception {
        write("one", false);
        String cursor = awaitNewest();
        assertThat(cursor).isEqualTo("one");
        write("two", true);
        write("three", true);
        for (int viewer = 0; viewer < 20; viewer++) {
            LogTails.Since since = since(cursor).orElseThrow();
            assertThat(texts(since)).containsExactly("two", "three");
            assertThat(texts(since(since.next()).orElseThrow())).isEmpty();
        }
        assertThat(reads.get()).isEqualTo(1);
        assertThat(followers).hasSize(1);
    }

    @Test
    void aLineThatWasReadAndFollowedIsThereOnce() throws Exception {
        late = true;
        tails.newest(UNIT);
        write("one", true);
        write("two", false);
        starts.getFirst().run();
        String cursor = awaitNewest();
        // The follower is behind what was read.
        followers.getFirst().accept(written.getLast());
        write("three", true);
        assertThat(texts(since("one").orElseThrow())).containsExactly("two", "three");
        assertThat(cursor).isEqualTo("two");
    }

    @Test
    void nothingIsReadAsWholeBeforeTheFollowerRuns() throws Exception {
        late = true;
        write("one", false);
        assertThat(tails.newest(UNIT)).isNull();
        // Longer than a follower takes to start on a quiet host.
        Thread.sleep(1_500);
        assertThat(reads.get()).isZero();
        write("unseen by the follower", false);
        starts.getFirst().run();
        assertThat(awaitNewest()).isEqualTo("unseen by the follower");
        assertThat(texts(since("one").orElseThrow())).containsExactly("unseen by the follower");
    }

    @Test
    void aTailWhoseLogCannotBeReadIsForgottenAndBegunAnew() throws Exception {
        failing = 1;
        write("one", false);
        assertThat(awaitNewest()).isEqualTo("one");
        assertThat(followers).hasSize(2);
        assertThat(closed.get()).isEqualTo(1);
        assertThat(log.toString(StandardCharsets.UTF_8))
                .contains(UNIT)
                .contains("as the test wants it");
    }

    @Test
    void linesThatAreNotWantedArePassedOver() throws Exception {
        write("one", false);
        String cursor = awaitNewest();
        write("noise", true);
        LogTails.Since since =
                tails.since(UNIT, cursor, line -> line.cursor().equals("x"), 10).orElseThrow();
        assertThat(since.lines()).isEmpty();
        assertThat(since.next()).isEqualTo("noise");
    }

    @Test
    void moreThanIsWantedComesInParts() throws Exception {
        write("one", false);
        String cursor = awaitNewest();
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            write("n" + i, true);
        }
        for (int part = 0; part < 3; part++) {
            LogTails.Since since = tails.since(UNIT, cursor, _ -> true, 10).orElseThrow();
            all.addAll(texts(since));
            cursor = since.next();
        }
        assertThat(all).hasSize(25).doesNotHaveDuplicates();
    }

    @Test
    void whatIsNotKnownIsLeftToTheLogItself() throws Exception {
        assertThat(since("anything")).isEmpty();
        write("one", true);
        awaitNewest();
        assertThat(since("long-gone")).isEmpty();
    }

    @Test
    void aUnitThatNobodyReadsIsForgotten() {
        tails.newest(UNIT);
        clock.addAndGet(TimeUnit.SECONDS.toNanos(30));
        tails.newest("b.service");
        assertThat(closed.get()).isEqualTo(1);
        tails.close();
        assertThat(closed.get()).isEqualTo(2);
    }

    @Test
    void aTailEndsThoughNobodyAsksForAnotherOne() throws Exception {
        write("one", false);
        awaitNewest();
        clock.addAndGet(TimeUnit.SECONDS.toNanos(30));
        while (closed.get() == 0) {
            Thread.sleep(10);
        }
        assertThat(closed.get()).isEqualTo(1);
    }

    private Optional<LogTails.Since> since(String cursor) {
        return tails.since(UNIT, cursor, _ -> true, 100);
    }

    private String awaitNewest() throws InterruptedException {
        String newest = tails.newest(UNIT);
        while (newest == null) {
            Thread.sleep(10);
            newest = tails.newest(UNIT);
        }
        return newest;
    }

    private static List<String> texts(LogTails.Since since) {
        return since.lines().stream().map(LogLine::cursor).toList();
    }

    private void write(String text, boolean followed) {
        LogLine line =
                new LogLine(
                        text,
                        Optional.of(Instant.EPOCH),
                        OptionalInt.empty(),
                        "x",
                        OptionalInt.empty(),
                        UNIT,
                        "",
                        text.getBytes(StandardCharsets.UTF_8),
                        false);
        written.add(line);
        if (followed) {
            followers.forEach(follower -> follower.accept(line));
        }
    }
}
