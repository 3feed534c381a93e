package dev.procdeck.server.stream;

import dev.procdeck.server.live.EncodedEvent;
import dev.procdeck.server.operations.OperationChanged;
import dev.procdeck.server.operations.OperationReader;
import dev.procdeck.server.operations.OperationRecord;
import dev.procdeck.server.operations.OperationsSeen;
import dev.procdeck.server.security.Actor;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Tells open pages of new and changed operations, each person what that person may see, with the
/// number of the badge. In order, on a thread of its own.
@Component
class OperationNews implements DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(OperationNews.class);

    private final StreamHub hub;
    private final OperationReader reader;
    private final JsonMapper json;
    private final ExecutorService worker =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().name("operation-news").daemon().factory());

    OperationNews(StreamHub hub, OperationReader reader, JsonMapper json) {
        this.hub = hub;
        this.reader = reader;
        this.json = json;
    }

    @EventListener
    void changed(OperationChanged change) {
        if (!hub.actors().isEmpty()) {
            worker.execute(() -> tell(change));
        }
    }

    @EventListener
    void seen(OperationsSeen seen) {
        worker.execute(() ->
                hub.actors().stream()
                        .filter(actor -> actor.userName().equals(seen.userName()))
                        .findFirst()
                        .ifPresent(this::tellBadge));
    }

    private void tellBadge(Actor actor) {
        try {
            send(actor, new Badge(reader.countUnseen(actor)));
        } catch (RuntimeException e) {
            LOG.warn("the badge of {} could not be told", actor.userName(), e);
        }
    }

    private void tell(OperationChanged change) {
        Set<String> told = new HashSet<>();
        for (Actor actor : hub.actors()) {
            if (!told.add(actor.userName())) {
                continue;
            }
            try {
                Optional<OperationRecord> record = reader.find(change.id(), actor);
                if (record.isPresent()) {
                    long unseen = reader.countUnseen(actor);
                    send(actor, new News(record.get(), unseen));
                }
            } catch (RuntimeException e) {
                LOG.warn("news of operation {} could not be told", change.id(), e);
            }
        }
    }

    /// Reaches every open page of the person.
    private void send(Actor actor, Object news) {
        String data = json.writeValueAsString(news);
        hub.tell(
                other -> other.userName().equals(actor.userName()),
                EncodedEvent.of("operations", null, out -> out.document(data)));
    }

    private record News(OperationRecord record, long unseen) {}

    private record Badge(long unseen) {}

    @Override
    public void destroy() {
        worker.shutdownNow();
    }
}
