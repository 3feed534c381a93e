package dev.procdeck.agent.acts;

import dev.procdeck.agent.Console;
import dev.procdeck.agent.journal.Journal;
import dev.procdeck.agent.journal.JournalException;
import dev.procdeck.agent.journal.JournalRecord;
import dev.procdeck.agent.services.ServiceOutcomes;
import dev.procdeck.host.services.ServiceState;
import dev.procdeck.protocol.Problem;
import dev.procdeck.protocol.ProcessKey;
import dev.procdeck.protocol.answer.Answer;
import dev.procdeck.protocol.live.Live;
import dev.procdeck.protocol.operation.Act;
import dev.procdeck.protocol.operation.Actor;
import dev.procdeck.protocol.operation.Intent;
import dev.procdeck.protocol.operation.Outcome;
import dev.procdeck.protocol.operation.Query;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The only way to an act on the host. Thread-safe.
///
/// Every act passes the same stations: the intent's form, the operation's id (never twice), the
/// policy and the target, one act at a time for each unit, the intent durable on disk, the act,
/// what came of it, and the outcome durable on disk.
public final class ActGateway {
    private static final int MAX_TEXT = 256;

    private final Journal journal;
    private final ServiceActs services;
    private final ProcessActs processes;
    private final GroupActs groups;
    private final CommandActs commands;
    private final TemplateActs templates;
    private final SecretReads secrets;
    private final Failpoints failpoints;
    private final Consumer<Live> publish;
    private final Console console;
    private final ActRate rate = new ActRate(System::nanoTime);
    private final Map<String, String> busy = new ConcurrentHashMap<>();
    private final Map<Long, String> running = new ConcurrentHashMap<>();

    public ActGateway(
            Journal journal,
            ServiceActs services,
            ProcessActs processes,
            GroupActs groups,
            CommandActs commands,
            TemplateActs templates,
            SecretReads secrets,
            Failpoints failpoints,
            Consumer<Live> publish,
            Console console) {
        this.journal = journal;
        this.services = services;
        this.processes = processes;
        this.groups = groups;
        this.commands = commands;
        this.templates = templates;
        this.secrets = secrets;
        this.failpoints = failpoints;
        this.publish = publish;
        this.console = console;
    }

    /// Does the act, or says why not. Blocks until it ended.
    public Outcome act(Act act) throws InterruptedException {
        return pass(act.intent(), () -> prepare(act));
    }

    /// Shows what only a recorded look may show. What was shown stays out of the outcome, and so
    /// out of every record.
    public Answer show(Query.Secrets query) throws InterruptedException {
        AtomicReference<Answer.@Nullable Secrets> shown = new AtomicReference<>();
        Outcome outcome = pass(query.intent(), () -> secrets.prepare(query, shown::set));
        Answer.Secrets found = shown.get();
        if (found != null) {
            return found;
        }
        // A look that was shown once under this id is not shown again.
        Problem.Category category = outcome.category();
        return new Answer.Refused(
                new Problem(
                        category == null ? Problem.Category.CONFLICT : category,
                        category == null ? "operation_id_reused" : outcome.code(),
                        outcome.parameters()));
    }

    private Outcome pass(Intent intent, Supplier<Prepared> prepare) throws InterruptedException {
        Optional<Outcome> malformed = malformed(intent);
        if (malformed.isPresent()) {
            return malformed.get();
        }
        String broken = journal.brokenBy();
        if (broken != null) {
            return unrecordable(broken);
        }
        if (!rate.allows(intent.actor().userName())) {
            return Outcomes.refused(Problem.Category.UNAVAILABLE, "too_many_acts", Map.of());
        }
        // Running before its id is taken: whoever asks in between is told that it runs.
        boolean first = running.putIfAbsent(intent.operationId(), intent.requestId()) == null;
        if (!first || !journal.reserve(intent.operationId())) {
            if (first) {
                running.remove(intent.operationId());
            }
            return again(intent);
        }
        try {
            return switch (prepare.get()) {
                case Prepared.Refused(Outcome outcome) -> refuse(intent, outcome);
                case Prepared.Ready ready -> alone(intent, ready);
            };
        } finally {
            running.remove(intent.operationId());
        }
    }

    /// How acts ended: pending for one that runs, unknown for one whose end nobody can tell, and
    /// nothing for one that was never heard of. The latter never will be done either: its id is
    /// taken from now on, so that a request which is still on its way cannot make a liar of who was
    /// told so.
    public Map<Long, Outcome> outcomes(List<Long> ids) {
        Map<Long, Outcome> outcomes = new HashMap<>();
        for (long id : ids) {
            if (id > 0) {
                Optional<Outcome> outcome = seen(id);
                if (outcome.isEmpty() && !journal.reserve(id)) {
                    // Taken in the meantime, or long ago.
                    outcome = seen(id).or(() -> Optional.of(forgotten(id)));
                }
                outcome.ifPresent(known -> outcomes.put(id, known));
            }
        }
        return outcomes;
    }

    /// In this order: an act is recorded before it stops running.
    private Optional<Outcome> seen(long id) {
        if (running.containsKey(id)) {
            return Optional.of(Outcomes.pending("running"));
        }
        return journal.ended(id).map(Map.Entry::getValue);
    }

    private static Outcome forgotten(long id) {
        return Outcomes.unknown("outcome_not_kept", Map.of("operationId", Long.toString(id)), null);
    }

    private Prepared prepare(Act act) {
        return switch (act) {
            case Act.OnService on -> services.prepare(on);
            case Act.Signal signal -> processes.prepare(signal);
            case Act.Priority priority -> processes.prepare(priority);
            case Act.SignalGroup group -> groups.prepare(group);
            case Act.Command command -> commands.prepare(command);
            case Act.Template template -> templates.prepare(template);
            case Act.Cancel cancel -> commands.prepare(cancel);
        };
    }

    private Outcome alone(Intent intent, Prepared.Ready ready) throws InterruptedException {
        String key = ready.busyKey();
        if (key == null) {
            return record(intent, ready);
        }
        String other = busy.putIfAbsent(key, intent.actor().userName());
        if (other != null) {
            return refuse(
                    intent,
                    Outcomes.refused(
                            Problem.Category.CONFLICT,
                            "unit_busy",
                            Map.of("unit", key, "userName", other)));
        }
        try {
            return record(intent, ready);
        } finally {
            busy.remove(key);
        }
    }

    private Outcome record(Intent intent, Prepared.Ready ready) throws InterruptedException {
        try {
            failpoints.reached(Failpoints.Place.BEFORE_INTENT);
            journal.intent(recordOf(intent, ready));
            failpoints.reached(Failpoints.Place.AFTER_INTENT);
        } catch (JournalException e) {
            console.log("an act was refused because it cannot be recorded", e);
            return unrecordable(String.valueOf(e.getMessage()));
        }
        Outcome outcome = perform(intent, ready);
        failpoints.reached(Failpoints.Place.AFTER_ACT);
        try {
            journal.outcome(
                    intent.operationId(), intent.requestId(), Outcomes.withoutLines(outcome));
        } catch (JournalException e) {
            console.log("the outcome of operation " + intent.operationId() + " is not recorded", e);
        }
        failpoints.reached(Failpoints.Place.AFTER_RESULT);
        return outcome;
    }

    /// A bug in an act must not leave an intent without an end.
    @SuppressWarnings("CatchAndPrintStackTrace")
    private Outcome perform(Intent intent, Prepared.Ready ready) throws InterruptedException {
        try {
            return ready.perform()
                    .perform(step ->
                            publish.accept(
                                    new Live.ActProgress(
                                            intent.operationId(), step.code(), step.parameters())));
        } catch (RuntimeException e) {
            console.log("act " + intent.operationId() + " broke", e);
            return Outcomes.unknown("internal_error", Map.of(), e.toString());
        }
    }

    private Outcome refuse(Intent intent, Outcome outcome) {
        try {
            journal.refusal(
                    intent.operationId(), intent.requestId(), Outcomes.withoutLines(outcome));
        } catch (JournalException e) {
            console.log("a refusal is not recorded", e);
        }
        return outcome;
    }

    /// The operation's id was seen before: whatever happened then is the answer, and nothing
    /// happens now.
    private Outcome again(Intent intent) {
        Optional<Map.Entry<String, Outcome>> ended = journal.ended(intent.operationId());
        if (ended.isPresent() && ended.get().getKey().equals(intent.requestId())) {
            return ended.get().getValue();
        }
        Map<String, String> id = Map.of("operationId", Long.toString(intent.operationId()));
        return running.containsKey(intent.operationId())
                ? Outcomes.refused(Problem.Category.CONFLICT, "already_running", id)
                : Outcomes.refused(Problem.Category.CONFLICT, "operation_id_reused", id);
    }

    private static Outcome unrecordable(String why) {
        return Outcomes.refused(Problem.Category.UNAVAILABLE, "journal_unavailable", Map.of(), why);
    }

    private static Optional<Outcome> malformed(Intent intent) {
        Actor actor = intent.actor();
        boolean wrong =
                intent.operationId() <= 0
                        || intent.requestId().isEmpty()
                        || actor.userName().isEmpty()
                        || isLong(intent.requestId())
                        || isLong(actor.userName())
                        || isLong(actor.remoteAddress())
                        || isLong(actor.sessionId());
        return wrong
                ? Optional.of(Outcomes.refused(Problem.Category.USER, "invalid_intent", Map.of()))
                : Optional.empty();
    }

    private static boolean isLong(@Nullable String text) {
        return text == null || text.length() > MAX_TEXT;
    }

    private JournalRecord.IntentRecorded recordOf(Intent intent, Prepared.Ready ready) {
        Actor actor = intent.actor();
        Map<String, String> identity = new HashMap<>();
        String before = ready.before();
        ProcessKey process = ready.process();
        if (process != null) {
            processes.exeOf(process).ifPresent(exe -> identity.put("exe", exe));
        }
        if (ready.kind().equals("service")) {
            Optional<ServiceState> state = services.stateNow(ready.target());
            state.map(ServiceState::invocationId)
                    .filter(id -> !id.isEmpty())
                    .ifPresent(id -> identity.put("invocationId", id));
            before = before == null ? state.map(ServiceOutcomes::words).orElse(null) : before;
        }
        return new JournalRecord.IntentRecorded(
                intent.operationId(),
                intent.requestId(),
                actor.userName(),
                actor.role().name().toLowerCase(Locale.ROOT),
                actor.remoteAddress(),
                actor.sessionId(),
                actor.factorTime(),
                ready.kind(),
                ready.operation(),
                ready.target(),
                process,
                before,
                identity);
    }
}
