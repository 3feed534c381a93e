package dev.procdeck.host.systemd;

import java.util.function.Consumer;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.matchrules.DBusMatchRule;
import org.freedesktop.dbus.matchrules.DBusMatchRuleBuilder;
import org.freedesktop.dbus.messages.DBusSignal;

/// Turns systemd's signals into [BusEvent]s. Runs on dbus-java's signal thread and only hands on.
///
/// Any local user may send us signals that look like systemd's, so each is dropped whose sender is
/// not the connection that owns systemd's name.
final class Subscription {

    private static final String BUS = "org.freedesktop.DBus";
    private static final String NAME = "org.freedesktop.systemd1";
    private static final String UNITS = "/org/freedesktop/systemd1/unit/";

    private final Jobs jobs;
    private final Consumer<BusEvent> events;
    private volatile String owner = "";

    private Subscription(Jobs jobs, Consumer<BusEvent> events) {
        this.jobs = jobs;
        this.events = events;
    }

    /// Adds the matches first and subscribes then, so that nothing in between is missed.
    static void begin(Session session, Consumer<BusEvent> events) throws BusException {
        Subscription subscription = new Subscription(session.jobs(), events);
        subscription.owner = session.bus().ownerOf(NAME);
        session.bus().onSignal(rule(BUS, "NameOwnerChanged"), subscription::nameOwnerChanged);
        for (String member :
                new String[] {
                    "JobNew",
                    "JobRemoved",
                    "UnitNew",
                    "UnitRemoved",
                    "Reloading",
                    "UnitFilesChanged"
                }) {
            session.bus().onSignal(rule(Manager.TYPE, member), subscription::managerSignal);
        }
        session.bus()
                .onSignal(
                        DBusMatchRuleBuilder.create()
                                .withType("signal")
                                .withInterface(Manager.PROPERTIES)
                                .withMember("PropertiesChanged")
                                .withPathNamespace("/org/freedesktop/systemd1/unit")
                                .build(),
                        subscription::propertiesChanged);
        session.manager().subscribe();
    }

    private static DBusMatchRule rule(String type, String member) {
        return DBusMatchRuleBuilder.create()
                .withType("signal")
                .withInterface(type)
                .withMember(member)
                .build();
    }

    private void managerSignal(DBusSignal signal) {
        Object[] arguments = trusted(signal);
        switch (signal.getName()) {
            case "JobRemoved" -> {
                if (arguments.length >= 4) {
                    jobs.ended(
                            Manager.text(arguments[1]),
                            Manager.text(arguments[2]),
                            Manager.text(arguments[3]));
                    events.accept(new BusEvent.JobsChanged());
                }
            }
            case "JobNew" -> {
                if (arguments.length > 0) {
                    events.accept(new BusEvent.JobsChanged());
                }
            }
            case "UnitNew" -> {
                if (arguments.length >= 2) {
                    events.accept(
                            new BusEvent.Appeared(
                                    Manager.text(arguments[0]), Manager.text(arguments[1])));
                }
            }
            case "UnitRemoved" -> {
                if (arguments.length >= 1) {
                    events.accept(new BusEvent.Vanished(Manager.text(arguments[0])));
                }
            }
            case "Reloading" -> {
                if (arguments.length >= 1 && Boolean.FALSE.equals(arguments[0])) {
                    events.accept(new BusEvent.Reloaded());
                }
            }
            case "UnitFilesChanged" -> {
                if (isTrusted(signal)) {
                    events.accept(new BusEvent.FilesChanged());
                }
            }
            default -> {}
        }
    }

    private void propertiesChanged(DBusSignal signal) {
        String path = signal.getPath();
        Object[] arguments = trusted(signal);
        if (arguments.length >= 2 && path.startsWith(UNITS)) {
            events.accept(new BusEvent.Changed(path, UnitProperties.of(arguments[1])));
        }
    }

    /// systemd re-executed itself: it has a new connection and has forgotten us.
    private void nameOwnerChanged(DBusSignal signal) {
        if (!BUS.equals(signal.getSource())) {
            return;
        }
        Object[] arguments = parameters(signal);
        if (arguments.length >= 3 && NAME.equals(arguments[0])) {
            owner = Manager.text(arguments[2]);
            if (!owner.isEmpty()) {
                events.accept(new BusEvent.Reloaded());
            }
        }
    }

    private boolean isTrusted(DBusSignal signal) {
        return !owner.isEmpty() && owner.equals(signal.getSource());
    }

    private Object[] trusted(DBusSignal signal) {
        return isTrusted(signal) ? parameters(signal) : new Object[0];
    }

    private static Object[] parameters(DBusSignal signal) {
        try {
            Object[] parameters = signal.getParameters();
            return parameters == null ? new Object[0] : parameters;
        } catch (DBusException malformed) {
            return new Object[0];
        }
    }
}
