package dev.procdeck.host.systemd;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.freedesktop.dbus.connections.IDisconnectCallback;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.matchrules.DBusMatchRule;
import org.freedesktop.dbus.messages.DBusSignal;
import org.freedesktop.dbus.messages.Error;
import org.freedesktop.dbus.messages.Message;
import org.freedesktop.dbus.messages.MethodCall;
import org.jspecify.annotations.Nullable;

/// One connection to a message bus: raw calls with a deadline each, and signals. Thread-safe; once
/// lost it stays lost.
final class Bus implements AutoCloseable {

    /// How long a call may take before we stop waiting.
    static final Duration DEADLINE = Duration.ofSeconds(10);

    private static final String DESTINATION = "org.freedesktop.systemd1";

    private final DBusConnection connection;
    private final AtomicBoolean lost = new AtomicBoolean();
    private final Runnable onLost;

    private Bus(DBusConnection connection, Runnable onLost) {
        this.connection = connection;
        this.onLost = onLost;
    }

    /// Connects to a bus address such as `unix:path=/run/dbus/system_bus_socket`; `onLost` is
    /// called once, on the bus's own thread, when the connection ends without [#close].
    static Bus connect(String address, Runnable onLost) throws BusException {
        try {
            DBusConnection connection =
                    DBusConnectionBuilder.forAddress(address).withShared(false).build();
            Bus bus = new Bus(connection, onLost);
            connection.setDisconnectCallback(bus.new LossCallback());
            return bus;
        } catch (DBusException | RuntimeException failed) {
            throw new BusException.Lost(String.valueOf(failed.getMessage()));
        }
    }

    Object[] call(
            String path,
            String type,
            String member,
            @Nullable String signature,
            Object... arguments)
            throws BusException {
        return call(DEADLINE, path, type, member, signature, arguments);
    }

    /// Calls a method of systemd and returns what it answers, as dbus-java unmarshals it.
    Object[] call(
            Duration deadline,
            String path,
            String type,
            String member,
            @Nullable String signature,
            Object... arguments)
            throws BusException {
        if (lost.get()) {
            throw new BusException.Lost("connection lost");
        }
        try {
            MethodCall call =
                    connection
                            .getMessageFactory()
                            .createMethodCall(
                                    null,
                                    DESTINATION,
                                    path,
                                    type,
                                    member,
                                    (byte) 0,
                                    signature,
                                    arguments);
            connection.sendMessage(call);
            Message reply = awaitReply(call, deadline);
            if (reply == null) {
                throw new BusException.Silent(member);
            }
            if (reply instanceof Error error) {
                throw rejection(error);
            }
            return reply.getParameters();
        } catch (DBusException | RuntimeException failed) {
            throw new BusException.Lost(String.valueOf(failed.getMessage()));
        }
    }

    void onSignal(DBusMatchRule rule, Consumer<DBusSignal> handler) throws BusException {
        try {
            connection.addGenericSigHandler(rule, handler::accept);
        } catch (DBusException | RuntimeException failed) {
            throw new BusException.Lost(String.valueOf(failed.getMessage()));
        }
    }

    /// The connection that owns a well-known name now.
    String ownerOf(String name) throws BusException {
        try {
            return String.valueOf(connection.getDBusOwnerName(name));
        } catch (RuntimeException failed) {
            throw new BusException.Lost(String.valueOf(failed.getMessage()));
        }
    }

    @Override
    public void close() {
        lost.set(true);
        try {
            connection.close();
        } catch (IOException alreadyGone) {
            // Closing is all we wanted.
        }
    }

    private static @Nullable Message awaitReply(MethodCall call, Duration deadline) {
        long end = System.nanoTime() + deadline.toNanos();
        Message reply = call.getReply(Math.max(1, deadline.toMillis()));
        // wait() may wake early without a reply.
        while (reply == null
                && System.nanoTime() < end
                && !Thread.currentThread().isInterrupted()) {
            reply = call.getReply(Math.max(1, (end - System.nanoTime()) / 1_000_000));
        }
        return reply;
    }

    private static BusException rejection(Error error) throws DBusException {
        // dbus-java answers pending calls of a dying connection with an error named after a Java
        // class.
        String name = String.valueOf(error.getName());
        Object[] parameters = error.getParameters();
        String text =
                parameters != null && parameters.length > 0 ? String.valueOf(parameters[0]) : "";
        boolean gone =
                name.startsWith("java.")
                        || name.startsWith("org.freedesktop.dbus.")
                        || name.equals("org.freedesktop.DBus.Error.Disconnected");
        if (gone) {
            return new BusException.Lost(text);
        }
        if (name.equals("org.freedesktop.DBus.Error.NoReply")) {
            return new BusException.Silent(text);
        }
        return new BusException.Rejected(name, text);
    }

    private final class LossCallback implements IDisconnectCallback {
        @Override
        public void disconnectOnError(IOException why) {
            lose();
        }

        @Override
        public void clientDisconnect() {
            lose();
        }

        private void lose() {
            if (lost.compareAndSet(false, true)) {
                onLost.run();
            }
        }
    }
}
