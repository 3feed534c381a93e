package dev.procdeck.agent.views;

import dev.procdeck.agent.Masking;
import dev.procdeck.agent.services.LogLines;
import dev.procdeck.host.services.ConditionCheck;
import dev.procdeck.host.services.ExitFact;
import dev.procdeck.host.services.LogLine;
import dev.procdeck.host.services.ServiceDetail;
import dev.procdeck.host.services.ServicePlan;
import dev.procdeck.host.services.ServiceRelations;
import dev.procdeck.protocol.Reading;
import dev.procdeck.protocol.answer.ServiceDetail.Condition;
import dev.procdeck.protocol.live.ServiceRow;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One service in detail. Pure.
public final class ServiceDetailView {
    private ServiceDetailView() {}

    public static dev.procdeck.protocol.answer.ServiceDetail of(
            ServiceRow row,
            ServiceDetail detail,
            List<Integer> processes,
            dev.procdeck.host.libc.Reading<List<LogLine>> log) {
        ServiceRelations relations = detail.relations();
        ServicePlan plan = detail.plan();
        @Nullable ExitFact exit = detail.exit().orElse(null);
        List<String> stops = plan.stopsAlso();
        return new dev.procdeck.protocol.answer.ServiceDetail(
                row,
                orNull(detail.fragmentPath()),
                detail.dropIns(),
                detail.execStart().stream()
                        .map(arguments -> String.join(" ", Masking.mask(arguments)))
                        .toList(),
                detail.documentation(),
                detail.aliases(),
                joined(relations.requires(), relations.bindsTo(), relations.requisite()),
                relations.wants(),
                relations.requiredBy(),
                relations.wantedBy(),
                relations.boundBy(),
                joined(relations.conflicts(), relations.conflictedBy()),
                relations.triggeredBy(),
                detail.conditions().stream().map(ServiceDetailView::condition).toList(),
                exit instanceof ExitFact.Exited(int code) ? code : null,
                exit instanceof ExitFact.Signalled(int _, String name, boolean _) ? name : null,
                orNull(detail.row().state().invocationId()),
                orNull(detail.user()),
                processes,
                log(log),
                plan.startsAlso(),
                plan.startStops(),
                stops,
                stops);
    }

    public static Reading<List<dev.procdeck.protocol.answer.LogLine>> log(
            dev.procdeck.host.libc.Reading<List<LogLine>> log) {
        return Readings.map(log, lines -> lines.stream().map(LogLines::toProtocol).toList());
    }

    private static Condition condition(ConditionCheck check) {
        return new Condition(
                check.type(),
                check.parameter(),
                check.trigger(),
                check.negated(),
                switch (check.result()) {
                    case HELD -> true;
                    case FAILED -> false;
                    case UNTESTED -> null;
                });
    }

    @SafeVarargs
    private static List<String> joined(List<String>... lists) {
        return Stream.of(lists).flatMap(List::stream).distinct().toList();
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
