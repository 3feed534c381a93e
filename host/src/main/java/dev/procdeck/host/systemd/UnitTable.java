package dev.procdeck.host.systemd;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The units of one manager. Changed by the "systemd-watch" thread alone; readers take [#snapshot].
final class UnitTable {

    private final Map<String, UnitRecord> byName = new HashMap<>();
    private final Map<String, String> nameByPath = new HashMap<>();
    private volatile Map<String, UnitRecord> snapshot = Map.of();
    private volatile Map<String, String> fileStates = Map.of();

    Map<String, UnitRecord> snapshot() {
        return snapshot;
    }

    String fileState(String name) {
        return fileStates.getOrDefault(name, "");
    }

    void fileStates(Map<String, String> states) {
        fileStates = Map.copyOf(states);
    }

    /// Brings the table in line with a full listing. Properties of units that look unchanged are
    /// kept; the names of those to be read anew are returned.
    Set<String> replaceAll(Iterable<Manager.Listed> listed) {
        Map<String, UnitRecord> before = new HashMap<>(byName);
        byName.clear();
        nameByPath.clear();
        Set<String> stale = new HashSet<>();
        for (Manager.Listed unit : listed) {
            UnitRecord old = before.get(unit.name());
            UnitProperties said = said(unit);
            if (old == null || !unchanged(old, said)) {
                stale.add(unit.name());
            }
            UnitProperties merged = old == null ? said : old.properties().with(said);
            put(new UnitRecord(unit.name(), unit.path(), fileState(unit.name()), merged));
        }
        addInertFiles();
        return stale;
    }

    /// Takes in what a unit says of itself.
    void refresh(String name, String path, UnitProperties all) {
        UnitProperties kept = all.only(UnitRecord.KEPT);
        UnitRecord old = byName.get(name);
        UnitProperties merged = old == null ? kept : old.properties().with(kept);
        put(new UnitRecord(name, path, fileState(name), merged));
    }

    /// Merges a PropertiesChanged; answers the unit's name, or null when it is not in the table.
    @Nullable String change(String path, UnitProperties changed) {
        String name = nameByPath.get(path);
        UnitRecord old = name == null ? null : byName.get(name);
        if (name == null || old == null) {
            return null;
        }
        UnitProperties kept = changed.only(UnitRecord.KEPT);
        if (kept.values().isEmpty()) {
            return null;
        }
        put(new UnitRecord(name, path, old.fileState(), old.properties().with(kept)));
        return name;
    }

    /// A unit was unloaded; what remains is its file, if it has one.
    void remove(String name) {
        UnitRecord old = byName.remove(name);
        if (old != null) {
            nameByPath.remove(old.path());
        }
        addInert(name, fileState(name));
    }

    void applyFileStates() {
        for (UnitRecord unit : Set.copyOf(byName.values())) {
            if (unit.path().isEmpty() && fileState(unit.name()).isEmpty()) {
                byName.remove(unit.name());
            } else if (!unit.fileState().equals(fileState(unit.name()))) {
                put(
                        new UnitRecord(
                                unit.name(),
                                unit.path(),
                                fileState(unit.name()),
                                unit.properties()));
            }
        }
        addInertFiles();
    }

    void clear() {
        byName.clear();
        nameByPath.clear();
        publish();
    }

    void publish() {
        snapshot = Map.copyOf(byName);
    }

    private void addInertFiles() {
        fileStates.forEach(this::addInert);
    }

    /// Files that nothing has loaded: shown as `stub`. Aliases are other names of what is shown
    /// already, templates cannot be run by themselves.
    private void addInert(String name, String state) {
        boolean shown =
                !state.isEmpty()
                        && !state.equals("alias")
                        && !name.contains("@.")
                        && UnitName.parse(name).isPresent();
        if (shown && !byName.containsKey(name)) {
            Map<String, Object> values = new HashMap<>();
            values.put("LoadState", state.startsWith("masked") ? "masked" : "stub");
            values.put("ActiveState", "inactive");
            values.put("SubState", "dead");
            values.put("CanStart", !state.startsWith("masked"));
            byName.put(name, new UnitRecord(name, "", state, new UnitProperties(values)));
        }
    }

    private void put(UnitRecord unit) {
        byName.put(unit.name(), unit);
        if (!unit.path().isEmpty()) {
            nameByPath.put(unit.path(), unit.name());
        }
    }

    private static UnitProperties said(Manager.Listed unit) {
        return new UnitProperties(
                Map.of(
                        "Id", unit.name(),
                        "Description", unit.description(),
                        "LoadState", unit.loadState(),
                        "ActiveState", unit.activeState(),
                        "SubState", unit.subState()));
    }

    private static boolean unchanged(UnitRecord old, UnitProperties said) {
        return old.properties().has("CanStart")
                && !old.path().isEmpty()
                && old.properties().with(said).equals(old.properties());
    }
}
