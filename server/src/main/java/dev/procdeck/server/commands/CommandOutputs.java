package dev.procdeck.server.commands;

import dev.procdeck.protocol.live.Live;
import dev.procdeck.server.acts.ActGateway;
import dev.procdeck.server.agent.AgentLink;
import dev.procdeck.server.agent.LinkState;
import dev.procdeck.server.live.EncodedEvent;
import dev.procdeck.server.security.Right;
import dev.procdeck.server.stream.StreamHub;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/// Keeps what commands say and passes it on to those who watch, in order, on a thread of its own.
@Component
class CommandOutputs implements AgentLink.Listener, DisposableBean {
    private final CommandFiles files;
    private final StreamHub hub;
    private final ActGateway gateway;
    private final ExecutorService worker =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().name("command-output").daemon().factory());

    CommandOutputs(CommandFiles files, StreamHub hub, ActGateway gateway, AgentLink link) {
        this.files = files;
        this.hub = hub;
        this.gateway = gateway;
        link.listen(this);
    }

    @Override
    public void live(Live live) {
        if (live instanceof Live.CommandOutput output) {
            worker.execute(() -> take(output));
        }
    }

    @Override
    public void stateChanged(LinkState state) {}

    private void take(Live.CommandOutput output) {
        files.append(output);
        EncodedEvent event =
                EncodedEvent.of(
                        "command",
                        null,
                        json ->
                                json.beginObject()
                                        .field("operationId", output.operationId())
                                        .field(
                                                "stream",
                                                output.stream().name().toLowerCase(Locale.ROOT))
                                        .field("time", output.time())
                                        .field("text", output.text())
                                        .field("truncated", output.truncated())
                                        .endObject());
        String user = gateway.userOf(output.operationId());
        hub.tell(actor -> actor.may(Right.ALL_OPERATIONS) || actor.userName().equals(user), event);
    }

    @Override
    public void destroy() {
        worker.shutdownNow();
    }
}
