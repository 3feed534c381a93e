package dev.procdeck.host.systemd;

import dev.procdeck.host.services.ConditionCheck;
import dev.procdeck.host.services.ServiceDetail;
import dev.procdeck.host.services.ServicePlan;
import dev.procdeck.host.services.ServiceRelations;
import dev.procdeck.host.services.ServiceRow;
import dev.procdeck.host.services.ServiceTimes;
import java.util.ArrayList;
import java.util.List;

/// Makes a [ServiceDetail] from a unit's properties. Pure.
final class UnitDetails {

    private UnitDetails() {}

    static ServiceDetail detail(ServiceRow row, UnitProperties unit, ServicePlan plan) {
        List<ConditionCheck> conditions = new ArrayList<>(Verdict.conditions(unit, "Conditions"));
        conditions.addAll(Verdict.conditions(unit, "Asserts"));
        List<String> aliases = new ArrayList<>(unit.texts("Names"));
        aliases.remove(row.name());
        aliases.sort(null);
        String source = unit.text("SourcePath");
        String fragment = unit.text("FragmentPath");
        Object[] loadError = unit.struct("LoadError");
        return new ServiceDetail(
                row,
                unit.text("Type"),
                source.isEmpty() ? fragment : source,
                unit.texts("DropInPaths"),
                execStart(unit),
                relations(unit),
                plan,
                conditions,
                Verdict.exit(unit),
                unit.text("StatusText"),
                loadError.length == 2 ? Manager.text(loadError[1]) : "",
                unit.texts("Documentation"),
                unit.text("User"),
                times(unit),
                aliases);
    }

    private static List<List<String>> execStart(UnitProperties unit) {
        List<List<String>> commands = new ArrayList<>();
        for (Object[] command : unit.structs("ExecStart")) {
            if (command.length > 1 && command[1] instanceof List<?> argv) {
                commands.add(argv.stream().map(String::valueOf).toList());
            }
        }
        return commands;
    }

    private static ServiceRelations relations(UnitProperties unit) {
        return new ServiceRelations(
                sorted(unit, "Requires"),
                sorted(unit, "Requisite"),
                sorted(unit, "Wants"),
                sorted(unit, "BindsTo"),
                sorted(unit, "PartOf"),
                sorted(unit, "RequiredBy"),
                sorted(unit, "WantedBy"),
                sorted(unit, "BoundBy"),
                sorted(unit, "ConsistsOf"),
                sorted(unit, "Conflicts"),
                sorted(unit, "ConflictedBy"),
                sorted(unit, "Triggers"),
                sorted(unit, "TriggeredBy"),
                sorted(unit, "After"));
    }

    private static List<String> sorted(UnitProperties unit, String relation) {
        return unit.texts(relation).stream().sorted().toList();
    }

    private static ServiceTimes times(UnitProperties unit) {
        return new ServiceTimes(
                unit.instant("ActiveEnterTimestamp"),
                unit.instant("ActiveExitTimestamp"),
                unit.instant("InactiveEnterTimestamp"),
                unit.instant("InactiveExitTimestamp"),
                unit.instant("ExecMainStartTimestamp"),
                unit.instant("ExecMainExitTimestamp"));
    }
}
