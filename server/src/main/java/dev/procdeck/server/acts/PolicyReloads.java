package dev.procdeck.server.acts;

import dev.procdeck.protocol.Problem;
import dev.procdeck.protocol.live.Live;
import dev.procdeck.server.agent.AgentLink;
import dev.procdeck.server.agent.LinkState;
import dev.procdeck.server.operations.Intent;
import dev.procdeck.server.operations.OperationLog;
import dev.procdeck.server.operations.Outcome;
import dev.procdeck.server.operations.RetStatus;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/// Writes each reload of the policy into the operation log (U7), and what it means for acts. The
/// agent's journal has it too.
@Component
class PolicyReloads implements AgentLink.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyReloads.class);

    private final OperationLog log;

    PolicyReloads(OperationLog log, AgentLink link) {
        this.log = log;
        link.listen(this);
    }

    @Override
    public void live(Live live) {
        if (live instanceof Live.PolicyChanged(Problem lookOnly, var _)) {
            Thread.ofVirtual().name("policy-reload").start(() -> note(lookOnly));
        }
    }

    private void note(@Nullable Problem lookOnly) {
        Intent intent = Intent.ofSystem("policy_reload", "agent", "policy", "policy");
        try {
            if (lookOnly == null) {
                log.note(intent, RetStatus.SUCCEEDED, Outcome.of("policy_loaded"));
            } else {
                log.note(
                        intent,
                        RetStatus.FAILED,
                        Outcome.of("policy_look_only", Map.copyOf(lookOnly.parameters())));
            }
        } catch (DataAccessException | TransactionException e) {
            LOG.error("a reload of the policy could not be recorded", e);
        }
    }

    @Override
    public void stateChanged(LinkState state) {}
}
