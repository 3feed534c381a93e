package dev.procdeck.agent.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.agent.Console;
import dev.procdeck.host.bpf.EventSourceChooser;
import dev.procdeck.host.processes.ProcFsProcessSource;
import dev.procdeck.host.processes.ProcessSource;
import dev.procdeck.host.procfs.ProcFs;
import dev.procdeck.protocol.connection.LivePublisher;
import dev.procdeck.protocol.live.EventFeed;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the feed says when its sources fail.
@Timeout(60)
class EventWatchTest {
    private final ProcFs proc = ProcFs.at(Path.of("/proc"));
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();

    @AfterEach
    void close() {
        proc.close();
    }

    @Test
    void aSourceThatCannotBeOpenedIsReplacedAndTheFailureLogged() throws Exception {
        try (EventWatch watch = watch(() -> ProcFsProcessSource.once(proc))) {
            EventFeed feed = await(watch, each -> !each.source().isEmpty());
            assertThat(feed.source()).isEqualTo("polling");
            assertThat(feed.reason()).isEqualTo("it failed: cannot be opened");
        }
        assertThat(log.toString(StandardCharsets.UTF_8)).contains("cannot be opened");
    }

    @Test
    void whenNothingIsLeftTheFeedSaysWhy() throws Exception {
        Supplier<ProcessSource> broken =
                () -> {
                    throw new IllegalStateException("no table");
                };
        try (EventWatch watch = watch(broken)) {
            EventFeed feed =
                    await(watch, each -> String.valueOf(each.reason()).startsWith("no events"));
            assertThat(feed.reason()).isEqualTo("no events any more: no table");
        }
        assertThat(log.toString(StandardCharsets.UTF_8)).contains("are over").contains("no table");
    }

    private EventWatch watch(Supplier<ProcessSource> table) {
        EventWatch watch =
                new EventWatch(
                        proc,
                        EventWatchTest::cannotBeOpened,
                        table,
                        List.of(),
                        new LivePublisher(),
                        InstantSource.system(),
                        new Console(
                                System.out, new PrintStream(log, true, StandardCharsets.UTF_8)));
        watch.start();
        return watch;
    }

    private static EventSourceChooser.Chosen cannotBeOpened(ProcFs proc) {
        throw new IllegalStateException("cannot be opened");
    }

    private static EventFeed await(EventWatch watch, Predicate<EventFeed> wanted)
            throws InterruptedException {
        EventFeed feed = watch.between(null, null).feed();
        while (!wanted.test(feed)) {
            Thread.sleep(10);
            feed = watch.between(null, null).feed();
        }
        return feed;
    }
}
