package dev.procdeck.agent.queries;

import dev.procdeck.agent.Masking;
import dev.procdeck.agent.acts.ActGateway;
import dev.procdeck.agent.acts.CommandActs;
import dev.procdeck.agent.acts.ProcessActs;
import dev.procdeck.agent.acts.ServiceActs;
import dev.procdeck.agent.events.EventWatch;
import dev.procdeck.agent.journal.Journal;
import dev.procdeck.agent.journal.JournalException;
import dev.procdeck.agent.policy.PolicyStore;
import dev.procdeck.agent.sampling.Sampler;
import dev.procdeck.agent.sampling.Snapshot;
import dev.procdeck.agent.services.ServiceManagers;
import dev.procdeck.agent.views.ProcessDetailView;
import dev.procdeck.agent.views.ProcessView;
import dev.procdeck.agent.views.ServiceDetailView;
import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.processes.CommandLine;
import dev.procdeck.host.processes.ProcessDetail;
import dev.procdeck.host.processes.ProcessDetails;
import dev.procdeck.host.processes.ProcessIdentity;
import dev.procdeck.host.processes.ProcessRow;
import dev.procdeck.host.processes.ProcessSample;
import dev.procdeck.protocol.Problem;
import dev.procdeck.protocol.ProcessKey;
import dev.procdeck.protocol.answer.Answer;
import dev.procdeck.protocol.operation.Actor;
import dev.procdeck.protocol.operation.Query;
import dev.procdeck.protocol.operation.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The answer to each question. Blocks; call it on a thread that may. Thread-safe.
public final class QueryAnswers {
    static final Duration RATES = Duration.ofMillis(1500);
    static final Duration MAX_AGE = Duration.ofMillis(1500);
    private static final int MAX_OUTCOMES = 1_000;

    private final Sampler sampler;
    private final HistoryAnswers history;
    private final EventWatch events;
    private final ProcessDetails details;
    private final ProcessActs processActs;
    private final ServiceActs serviceActs;
    private final CommandActs commandActs;
    private final ActGateway gateway;
    private final PermissionAnswers permissions;
    private final ServiceManagers managers;
    private final ServiceLogs logs;
    private final Journal journal;
    private final PolicyStore policy;
    private final HostAnswers host;
    private final SocketAnswers sockets;

    public QueryAnswers(
            Sampler sampler,
            HistoryAnswers history,
            EventWatch events,
            ProcessDetails details,
            ProcessActs processActs,
            ServiceActs serviceActs,
            CommandActs commandActs,
            ActGateway gateway,
            PermissionAnswers permissions,
            ServiceManagers managers,
            ServiceLogs logs,
            Journal journal,
            PolicyStore policy,
            HostAnswers host,
            SocketAnswers sockets) {
        this.sampler = sampler;
        this.history = history;
        this.events = events;
        this.details = details;
        this.processActs = processActs;
        this.serviceActs = serviceActs;
        this.commandActs = commandActs;
        this.gateway = gateway;
        this.permissions = permissions;
        this.managers = managers;
        this.logs = logs;
        this.journal = journal;
        this.policy = policy;
        this.host = host;
        this.sockets = sockets;
    }

    public Answer answer(Query query) throws InterruptedException {
        return switch (query) {
            case Query.Host _ -> host.facts();
            case Query.Schedule _ -> host.schedule();
            case Query.ProcessDetail(int pid) -> process(pid);
            case Query.Environment environment -> environment(environment);
            case Query.Secrets secrets -> gateway.show(secrets);
            case Query.ServiceDetail(String name) -> service(name);
            case Query.SocketsOfProcess(ProcessKey process) -> sockets.ofProcess(process);
            case Query.SocketsOfService(String name) -> sockets.ofService(name);
            case Query.ServiceLog log -> logs.read(log);
            case Query.CommandPreview preview ->
                    commandActs.preview(preview.actor(), preview.command());
            case Query.Policy(Actor actor) -> PolicyAnswers.view(policy.current(), actor);
            case Query.MayActOnService may ->
                    serviceActs
                            .permissions(may.actor(), may.name())
                            .<Answer>map(Answer.Permissions::new)
                            .orElseGet(() -> noSuchService(managers, may.name()));
            case Query.MayActOnProcess may ->
                    processActs
                            .permissions(may.actor(), may.process())
                            .<Answer>map(Answer.Permissions::new)
                            .orElseGet(() -> noSuchProcess(may.process().pid()));
            case Query.History(int seconds) -> history.totals(seconds);
            case Query.PastProcesses(Instant at) -> history.processes(at);
            case Query.Events(var from, var to) -> events.between(from, to);
            case Query.Outcomes(List<Long> ids) ->
                    new Answer.Outcomes(
                            gateway.outcomes(ids.stream().limit(MAX_OUTCOMES).toList()));
            case Query.SignalTargets targets -> permissions.targets(targets);
            case Query.ExplainPolicy explain -> permissions.explain(explain);
            case Query.Templates templates -> permissions.templates(templates);
            case Query.TemplatePreview preview -> permissions.templatePreview(preview);
        };
    }

    private Answer process(int pid) throws InterruptedException {
        Optional<ProcessDetail> detail = details.find(pid);
        if (detail.isEmpty()) {
            return noSuchProcess(pid);
        }
        ProcessIdentity identity = detail.get().facts().identity();
        ProcessSample sample = sampler.freshProcesses(RATES, MAX_AGE).processes();
        if (sample == null || !contains(sample, identity)) {
            // It started after the last sample.
            sample = sampler.freshProcesses(RATES, Duration.ZERO).processes();
        }
        if (sample == null || !contains(sample, identity)) {
            return noSuchProcess(pid);
        }
        ProcessView view = new ProcessView(processActs);
        view.use(policy.current());
        ProcessRow row = sample.find(pid).orElseThrow();
        return ProcessDetailView.of(view.row(row), row.rates(), sample, detail.get());
    }

    private static boolean contains(ProcessSample sample, ProcessIdentity identity) {
        return sample.find(identity.pid())
                .filter(row -> row.identity().equals(identity))
                .isPresent();
    }

    static Answer noSuchProcess(int pid) {
        return refused(
                Problem.Category.NOT_FOUND,
                "no_such_process",
                Map.of("pid", Integer.toString(pid)));
    }

    private Answer environment(Query.Environment query) {
        Actor actor = query.actor();
        if (actor.role() != Role.ADMIN) {
            return refused(Problem.Category.DENIED, "role_denied", Map.of());
        }
        ProcessIdentity identity =
                new ProcessIdentity(query.process().pid(), query.process().startTicks());
        try {
            journal.note(
                    "environment_read",
                    Map.of(
                            "userName", actor.userName(),
                            "remoteAddress", actor.remoteAddress(),
                            "pid", Integer.toString(identity.pid()),
                            "startTicks", Long.toString(identity.startTicks())));
        } catch (JournalException e) {
            return refused(Problem.Category.UNAVAILABLE, "journal_unavailable", Map.of());
        }
        Optional<Reading<CommandLine>> found = details.findEnvironment(identity);
        if (found.isEmpty()) {
            return noSuchProcess(identity.pid());
        }
        return switch (found.get()) {
            case Reading.Value<CommandLine>(CommandLine lines) ->
                    new Answer.Environment(
                            lines.arguments().stream().map(QueryAnswers::variable).toList(),
                            lines.truncated());
            case Reading.Denied<CommandLine> _ ->
                    refused(Problem.Category.DENIED, "not_permitted", Map.of());
            case Reading.Unsupported<CommandLine> _ -> noSuchProcess(identity.pid());
        };
    }

    private static Answer.Variable variable(String line) {
        int equals = line.indexOf('=');
        String name = equals < 0 ? line : line.substring(0, equals);
        String value = equals < 0 ? "" : line.substring(equals + 1);
        return new Answer.Variable(
                name,
                Masking.isSecretName(name) && !value.isEmpty()
                        ? Masking.MASK
                        : Masking.maskText(value));
    }

    private Answer service(String name) throws InterruptedException {
        Snapshot snapshot = sampler.freshProcesses(RATES, MAX_AGE);
        return managers.resolve(name)
                .flatMap(owned ->
                        owned.manager()
                                .detail(owned.name())
                                .<Answer>map(detail ->
                                        ServiceDetailView.of(
                                                ServiceAnswers.row(
                                                        detail,
                                                        owned.manager(),
                                                        policy.current(),
                                                        snapshot),
                                                detail,
                                                ServiceAnswers.processes(detail, snapshot),
                                                logs.last(owned.manager(), detail))))
                .orElseGet(() -> noSuchService(managers, name));
    }

    static Answer noSuchService(ServiceManagers managers, String name) {
        return refused(
                Problem.Category.NOT_FOUND,
                "no_such_service",
                Map.of("name", name, "nearest", String.join(" ", managers.nearestNames(name))));
    }

    static Answer.Refused refused(
            Problem.Category category, String code, Map<String, String> parameters) {
        return new Answer.Refused(new Problem(category, code, parameters));
    }
}
