package dev.procdeck.server.acts;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.procdeck.server.http.ApiException;
import dev.procdeck.server.http.FieldProblem;
import dev.procdeck.server.operations.OperationRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/// Many acts of one click: each target has an intent, a record and an outcome of its own, and one
/// that is refused keeps none of the others from being done.
public final class BulkActs {
    /// More than so many at once is refused: it would hardly be what somebody meant.
    public static final int MOST = 50;

    private static final int AT_ONCE = 8;

    private BulkActs() {}

    /// What became of one target.
    ///
    /// @param target as it was asked for
    /// @param record how it ended; null when it was refused
    /// @param problem why it was refused; null when it was done
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record BulkItem(
            String target, @Nullable OperationRecord record, @Nullable BulkProblem problem) {}

    /// @param operationId the record of the refusal, if there is one
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record BulkProblem(
            int status,
            String code,
            String category,
            Map<String, Object> parameters,
            @Nullable Long operationId) {
        static BulkProblem of(ApiException e) {
            return new BulkProblem(
                    e.status().value(),
                    e.code(),
                    e.category().word(),
                    e.parameters(),
                    e.operationId());
        }
    }

    /// One line for each target, in the order in which they were asked for.
    public record BulkResult(int total, List<BulkItem> items) {}

    /// One act of many.
    public record One(String target, Callable<OperationRecord> act) {}

    /// The targets, each once.
    ///
    /// @throws ApiException when there is none, or more than [#MOST]
    public static <T> List<T> targets(String field, @Nullable List<@Nullable T> targets) {
        if (targets == null || targets.isEmpty() || targets.contains(null)) {
            throw ApiException.invalid(FieldProblem.of(field, "required"));
        }
        List<T> once = new ArrayList<>();
        for (T each : targets) {
            if (each != null && !once.contains(each)) {
                once.add(each);
            }
        }
        if (once.size() > MOST) {
            throw ApiException.invalid(FieldProblem.of(field, "too_many", Map.of("max", MOST)));
        }
        return once;
    }

    /// Does them all, a few at a time. When none was let through for one and the same reason, that
    /// is the answer to the whole.
    public static BulkResult perform(List<One> acts) {
        List<BulkItem> items = new ArrayList<>();
        List<ApiException> refusals = new ArrayList<>();
        try (ExecutorService pool =
                Executors.newFixedThreadPool(
                        AT_ONCE, Thread.ofVirtual().name("bulk-", 0).factory())) {
            List<Future<OperationRecord>> running =
                    acts.stream().map(one -> pool.submit(one.act())).toList();
            for (int i = 0; i < acts.size(); i++) {
                String target = acts.get(i).target();
                try {
                    items.add(new BulkItem(target, running.get(i).get(), null));
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof ApiException refusal)) {
                        throw new IllegalStateException(e.getCause());
                    }
                    refusals.add(refusal);
                    items.add(new BulkItem(target, null, BulkProblem.of(refusal)));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw ApiException.of(HttpStatus.SERVICE_UNAVAILABLE, "interrupted");
                }
            }
        }
        if (refusals.size() == acts.size() && concernsThePerson(refusals)) {
            throw refusals.getFirst();
        }
        return new BulkResult(items.size(), List.copyOf(items));
    }

    /// No right at all, a password that is too old, an agent that is away: nothing of one target.
    private static boolean concernsThePerson(List<ApiException> refusals) {
        String code = refusals.getFirst().code();
        return refusals.stream().allMatch(each -> each.code().equals(code))
                && List.of("forbidden", "step_up_required", "agent_unavailable", "look_only")
                        .contains(code);
    }
}
