package dev.procdeck.host.systemd;

import dev.procdeck.host.services.ServiceJob;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;
import org.jspecify.annotations.Nullable;

/// The calls of `org.freedesktop.systemd1.Manager` that we use, with types. Thread-safe.
record Manager(Bus bus) {

    static final String PATH = "/org/freedesktop/systemd1";
    static final String TYPE = "org.freedesktop.systemd1.Manager";
    static final String UNIT_TYPE = "org.freedesktop.systemd1.Unit";
    static final String PROPERTIES = "org.freedesktop.DBus.Properties";
    static final String UNKNOWN_METHOD = "org.freedesktop.DBus.Error.UnknownMethod";

    /// Loading all unit files anew takes longer than a question does.
    private static final Duration RELOAD_DEADLINE = Duration.ofSeconds(60);

    /// Whether systemd still answers at all.
    void ping(Duration deadline) throws BusException {
        var _ = bus.call(deadline, PATH, "org.freedesktop.DBus.Peer", "Ping", null);
    }

    /// A line of ListUnits.
    record Listed(
            String name,
            String description,
            String loadState,
            String activeState,
            String subState,
            String path,
            long jobId,
            String jobType) {}

    /// A queued job: its path, and the other units it queued jobs for.
    record Enqueued(String jobPath, long jobId, List<String> alsoTouched) {}

    List<Listed> listUnits() throws BusException {
        List<Listed> units = new ArrayList<>();
        for (Object[] row : rows(call("ListUnits", null))) {
            units.add(
                    new Listed(
                            text(row[0]),
                            text(row[1]),
                            text(row[2]),
                            text(row[3]),
                            text(row[4]),
                            text(row[6]),
                            number(row[7]),
                            text(row[8])));
        }
        return units;
    }

    /// File name → state, for every unit file on disk.
    Map<String, String> listUnitFiles() throws BusException {
        Map<String, String> states = new HashMap<>();
        for (Object[] row : rows(call("ListUnitFiles", null))) {
            String path = text(row[0]);
            states.put(path.substring(path.lastIndexOf('/') + 1), text(row[1]));
        }
        return states;
    }

    List<ServiceJob> listJobs() throws BusException {
        List<ServiceJob> jobs = new ArrayList<>();
        for (Object[] row : rows(call("ListJobs", null))) {
            jobs.add(new ServiceJob(number(row[0]), text(row[1]), text(row[2]), text(row[3])));
        }
        return jobs;
    }

    /// The object path of a unit, loaded if need be; also for a unit that does not exist.
    String loadUnit(String name) throws BusException {
        return text(call("LoadUnit", "s", name)[0]);
    }

    /// Keeps a unit loaded until [#release] or the end of our connection: systemd forgets a unit
    /// that is not running and not failed at once, and with it which condition did not hold or how
    /// it exited. Without the right to do so the act goes on and may know less.
    ///
    /// By object path, which loads the unit and refers to it in one step; RefUnit wants it loaded.
    void hold(String path) throws BusException {
        try {
            bus.call(path, UNIT_TYPE, "Ref", null);
        } catch (BusException.Rejected notAllowed) {
            // Older than 238, or not ours to hold.
        }
    }

    void release(String path) {
        try {
            bus.call(path, UNIT_TYPE, "Unref", null);
        } catch (BusException gone) {
            // Then it is released already.
        }
    }

    /// All properties of all interfaces of a unit.
    UnitProperties properties(String path) throws BusException {
        return properties(path, "");
    }

    UnitProperties properties(String path, String type) throws BusException {
        return UnitProperties.of(bus.call(path, PROPERTIES, "GetAll", "s", type)[0]);
    }

    /// One property that is a text.
    String text(String path, String type, String name) throws BusException {
        Object value = bus.call(path, PROPERTIES, "Get", "ss", type, name)[0];
        return value instanceof Variant<?> variant ? text(variant.getValue()) : text(value);
    }

    /// Starts a unit that exists only as these properties; answers the job's path.
    String startTransient(String name, List<Object[]> properties) throws BusException {
        return text(
                call("StartTransientUnit", "ssa(sv)a(sa(sv))", name, "fail", properties, List.of())[
                        0]);
    }

    void stop(String name) throws BusException {
        call("StopUnit", "ss", name, "replace");
    }

    /// Queues a job of a type such as `start`. EnqueueUnitJob also names the other units touched;
    /// systemd before 242 does not have it.
    Enqueued enqueue(String name, String type, String mode) throws BusException {
        try {
            Object[] reply = call("EnqueueUnitJob", "sss", name, type, mode);
            List<String> touched = new ArrayList<>();
            if (reply.length > 5 && reply[5] instanceof List<?> list) {
                for (Object item : list) {
                    if (item instanceof Object[] job) {
                        touched.add(text(job[2]));
                    }
                }
            }
            return new Enqueued(text(reply[1]), number(reply[0]), touched);
        } catch (BusException.Rejected rejected) {
            if (!rejected.errorName().equals(UNKNOWN_METHOD)) {
                throw rejected;
            }
            String method = Character.toUpperCase(type.charAt(0)) + type.substring(1) + "Unit";
            String path = text(call(method, "ss", name, mode)[0]);
            String id = path.substring(path.lastIndexOf('/') + 1);
            return new Enqueued(path, Long.parseLong(id), List.of());
        }
    }

    /// Whether the file has an `[Install]` section at all.
    boolean enable(String file) throws BusException {
        Object[] reply = call("EnableUnitFiles", "asbb", List.of(file), false, false);
        return reply[0] instanceof Boolean carriesInstallInfo && carriesInstallInfo;
    }

    void disable(String file) throws BusException {
        call("DisableUnitFiles", "asb", List.of(file), false);
    }

    String unitFileState(String file) throws BusException {
        return text(call("GetUnitFileState", "s", file)[0]);
    }

    void reload() throws BusException {
        bus.call(RELOAD_DEADLINE, PATH, TYPE, "Reload", null);
    }

    void resetFailed(String name) throws BusException {
        call("ResetFailedUnit", "s", name);
    }

    /// Asks systemd to send us signals; harmless when it does already.
    void subscribe() throws BusException {
        try {
            call("Subscribe", null);
        } catch (BusException.Rejected rejected) {
            if (!rejected.errorName().endsWith(".AlreadySubscribed")) {
                throw rejected;
            }
        }
    }

    private Object[] call(String member, @Nullable String signature, Object... arguments)
            throws BusException {
        return bus.call(PATH, TYPE, member, signature, arguments);
    }

    private static List<Object[]> rows(Object[] reply) {
        List<Object[]> rows = new ArrayList<>();
        if (reply.length > 0 && reply[0] instanceof List<?> list) {
            for (Object item : list) {
                if (item instanceof Object[] row) {
                    rows.add(row);
                }
            }
        }
        return rows;
    }

    static String text(Object value) {
        return String.valueOf(value);
    }

    private static long number(Object value) {
        return value instanceof UInt32 number ? number.longValue() : 0;
    }
}
