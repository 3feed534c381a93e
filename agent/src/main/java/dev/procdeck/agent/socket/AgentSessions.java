package dev.procdeck.agent.socket;

import dev.procdeck.agent.Console;
import dev.procdeck.agent.acts.OwnProcesses;
import dev.procdeck.agent.events.EventWatch;
import dev.procdeck.agent.sampling.Sampler;
import dev.procdeck.host.libc.PeerCredentials;
import dev.procdeck.protocol.answer.Answer;
import dev.procdeck.protocol.connection.Connection;
import dev.procdeck.protocol.connection.Frame;
import dev.procdeck.protocol.connection.Hello;
import dev.procdeck.protocol.connection.LivePublisher;
import dev.procdeck.protocol.live.Topic;
import dev.procdeck.protocol.operation.Operation;
import java.nio.channels.SocketChannel;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// All open sessions. Thread-safe.
public final class AgentSessions implements AgentSocket.Guests, AutoCloseable {
    private static final Set<Frame.Kind> ACCEPTED = Set.of(Frame.Kind.HELLO, Frame.Kind.REQUEST);

    private final Hello hello;
    private final Sampler sampler;
    private final EventWatch events;
    private final LivePublisher publisher;
    private final OwnProcesses own;
    private final AgentSession.Services services;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();

    public AgentSessions(
            Hello hello,
            Work work,
            Sampler sampler,
            EventWatch events,
            LivePublisher publisher,
            OwnProcesses own,
            Console console) {
        this.hello = hello;
        this.sampler = sampler;
        this.events = events;
        this.publisher = publisher;
        this.own = own;
        this.services =
                new AgentSession.Services(
                        work, console, this::watch, this::leave, publisher::publish);
    }

    @Override
    public void enter(SocketChannel channel, PeerCredentials peer, Runnable leave) {
        own.joined(peer.pid());
        AgentSession session =
                new AgentSession(
                        hello,
                        services,
                        _ -> {
                            own.left(peer.pid());
                            leave.run();
                        });
        Connection connection = new Connection(channel, hello, ACCEPTED, session, publisher);
        connections.add(connection);
        publisher.watch(connection, Set.of());
        connection.start();
    }

    private Answer watch(Connection connection, Operation.Watch watch) {
        publisher.watch(connection, watch.topics());
        Set<Topic> sampled = EnumSet.noneOf(Topic.class);
        sampled.addAll(watch.topics());
        events.watch(connection, sampled.remove(Topic.EVENTS));
        return new Answer.Watching(sampler.watch(connection, sampled, watch.periodMillis()));
    }

    private void leave(Connection connection) {
        publisher.leave(connection);
        events.watch(connection, false);
        sampler.watch(connection, Set.of(), 0);
        connections.remove(connection);
    }

    @Override
    public void close() {
        connections.forEach(Connection::close);
    }
}
