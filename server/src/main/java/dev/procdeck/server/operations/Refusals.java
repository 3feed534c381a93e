package dev.procdeck.server.operations;

import dev.procdeck.server.http.ApiException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/// Records what people were refused, as long as it tells anything: whoever tries a thousand times
/// in a minute neither fills the disk nor buries what others did. Thread-safe.
@Component
public class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    /// Of one person. The one after it says that the others are left out.
    static final int MAX_PER_MINUTE = 120;

    private final OperationLog log;
    private final PerMinute people = new PerMinute(System::nanoTime);

    Refusals(OperationLog log) {
        this.log = log;
    }

    /// Records that an act was refused, and gives the problem its record's id if it has one. A
    /// store that is away does not turn a refusal into anything else.
    public ApiException refuse(Intent intent, ApiException problem) {
        int count = people.count(intent.userName());
        if (count > MAX_PER_MINUTE + 1) {
            return problem;
        }
        Outcome outcome =
                count <= MAX_PER_MINUTE
                        ? Outcome.of(problem.code(), problem.parameters())
                        : Outcome.of(
                                "refusals_left_out",
                                Map.of("max", MAX_PER_MINUTE, "refused", problem.code()));
        try {
            return problem.withOperation(
                    log.note(intent.withKey(null), RetStatus.REFUSED, outcome));
        } catch (DataAccessException | TransactionException e) {
            LOG.error("request {}: a refusal could not be recorded", intent.requestId(), e);
            return problem;
        }
    }
}
