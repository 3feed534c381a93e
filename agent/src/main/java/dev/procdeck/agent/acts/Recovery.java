package dev.procdeck.agent.acts;

import dev.procdeck.agent.Console;
import dev.procdeck.agent.journal.Journal;
import dev.procdeck.agent.journal.JournalException;
import dev.procdeck.agent.journal.JournalRecord;
import dev.procdeck.protocol.ProcessKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Gives every act that the agent before died in its end: unknown, with what is seen now. Nothing
/// is done again.
public final class Recovery {
    private static final long PATIENCE_SECONDS = 2;

    private final Journal journal;
    private final ProcessActs processes;
    private final GroupActs groups;
    private final ServiceActs services;
    private final String bootId;
    private final Console console;

    public Recovery(
            Journal journal,
            ProcessActs processes,
            GroupActs groups,
            ServiceActs services,
            String bootId,
            Console console) {
        this.journal = journal;
        this.processes = processes;
        this.groups = groups;
        this.services = services;
        this.bootId = bootId;
        this.console = console;
    }

    /// Looks at each open intent and records its end. Called once, before anything is accepted.
    public void run() {
        List<JournalRecord.IntentRecorded> open = journal.open();
        for (JournalRecord.IntentRecorded intent : open) {
            Map<String, String> seen = new HashMap<>();
            seen.put("target", intent.target());
            observe(intent, seen);
            try {
                journal.outcome(
                        intent.operationId(),
                        intent.requestId(),
                        Outcomes.unknown("agent_restarted", seen, null));
            } catch (JournalException e) {
                console.log("operation " + intent.operationId() + " stays without an end", e);
                return;
            }
        }
        if (!open.isEmpty()) {
            console.log(open.size() + " acts were under way when the agent ended: unknown");
        }
    }

    private void observe(JournalRecord.IntentRecorded intent, Map<String, String> seen) {
        ProcessKey process = intent.process();
        if (process != null) {
            seen.put("process", processes.lives(process) ? "running" : "gone");
        }
        if (intent.kind().equals("signal") && intent.operation().contains(" ")) {
            // A group is held while it is signalled; letting it go on is no second signal.
            groups.release(process, intent.target(), bootId);
        }
        if (intent.kind().equals("service")) {
            String state = stateOf(intent.target());
            if (state != null) {
                seen.put("state", state);
            }
        }
    }

    /// A manager that does not answer must not keep the agent from starting.
    private @Nullable String stateOf(String name) {
        return CompletableFuture.supplyAsync(() -> services.stateOf(name))
                .completeOnTimeout(null, PATIENCE_SECONDS, TimeUnit.SECONDS)
                .exceptionally(_ -> null)
                .join();
    }
}
