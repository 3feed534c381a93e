package dev.procdeck.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.protocol.live.Live;
import dev.procdeck.protocol.live.ProcessRow;
import dev.procdeck.protocol.live.Topic;
import dev.procdeck.server.live.EncodedEvent;
import dev.procdeck.server.live.EventBytes;
import dev.procdeck.server.live.JsonRows;
import dev.procdeck.server.live.LiveTables;
import dev.procdeck.server.live.TopicEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// What a viewer gets who does not always take.
class OutflowTest {
    private static final EncodedEvent LOST = EncodedEvent.comment("lost");

    private final LiveTables tables = new LiveTables();
    private final List<TopicEvent> published = new ArrayList<>();
    private final Outflow outflow = new Outflow(Set.of(Topic.PROCESSES), tables::full, LOST);

    OutflowTest() {
        tables.setSink(
                new LiveTables.Sink() {
                    @Override
                    public boolean wants(Topic topic) {
                        return true;
                    }

                    @Override
                    public void take(TopicEvent event) {
                        published.add(event);
                        outflow.offer(event);
                    }
                });
    }

    private void publish(long tick, Long base) {
        ProcessRow row =
                JsonRows.process(JsonMapper.shared().createObjectNode().put("pid", (int) tick));
        tables.apply(
                new Live.ProcessesFrame(
                        tick, base, Instant.EPOCH, "boot", 1000, List.of(row), List.of()));
    }

    private String poll() {
        EncodedEvent event = outflow.poll();
        return event == null ? null : EventBytes.text(event);
    }

    @Test
    void whoKeepsUpGetsTheChanges() {
        publish(1, null);
        assertThat(poll()).contains("\"full\":true");
        publish(2, 1L);
        assertThat(outflow.poll()).isSameAs(published.getLast().encoded());
        assertThat(poll()).isNull();
    }

    @Test
    void whoFallsBehindGetsOneWholeTableInsteadOfAQueue() {
        publish(1, null);
        poll();
        publish(2, 1L);
        publish(3, 2L);
        publish(4, 3L);
        assertThat(poll()).contains("\"full\":true", "id: 4");
        assertThat(poll()).isNull();
        publish(5, 4L);
        assertThat(poll()).contains("\"base\":4");
    }

    @Test
    void aNewcomerGetsTheTableOfNowAndNoChangeTwice() {
        publish(1, null);
        publish(2, 1L);
        Outflow late = new Outflow(Set.of(Topic.PROCESSES), tables::full, LOST);
        assertThat(EventBytes.text(late.poll())).contains("id: 2");
        late.offer(published.getLast());
        assertThat(late.poll()).as("it is in the table already").isNull();
    }

    @Test
    void aBaseThatIsNotHeldIsNeverSent() {
        publish(1, null);
        publish(2, 1L);
        Outflow late = new Outflow(Set.of(Topic.PROCESSES), _ -> null, LOST);
        late.offer(published.getLast());
        assertThat(late.poll()).isNull();
    }

    @Test
    void ticksOfANewAgentMayBeSmaller() {
        publish(50, null);
        poll();
        outflow.restart();
        tables.forget(Topic.PROCESSES);
        assertThat(poll()).isNull();
        publish(1, null);
        assertThat(poll()).contains("id: 1\n", "\"full\":true");
    }

    @Test
    void tooMuchNewsBecomesOneWordThatSomeWasLost() {
        for (int i = 0; i <= Outflow.MAX_NEWS; i++) {
            outflow.offerNews(EncodedEvent.comment("news " + i));
        }
        assertThat(outflow.poll()).isSameAs(LOST);
        assertThat(poll()).isNull();
        outflow.offerNews(EncodedEvent.comment("later"));
        assertThat(poll()).contains("later");
    }
}
