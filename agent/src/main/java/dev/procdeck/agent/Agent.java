package dev.procdeck.agent;

import dev.procdeck.agent.acts.ActGateway;
import dev.procdeck.agent.acts.CommandActs;
import dev.procdeck.agent.acts.Failpoints;
import dev.procdeck.agent.acts.GroupActs;
import dev.procdeck.agent.acts.OwnProcesses;
import dev.procdeck.agent.acts.ProcessActs;
import dev.procdeck.agent.acts.Recovery;
import dev.procdeck.agent.acts.SecretReads;
import dev.procdeck.agent.acts.ServiceActs;
import dev.procdeck.agent.acts.TemplateActs;
import dev.procdeck.agent.events.EventWatch;
import dev.procdeck.agent.history.History;
import dev.procdeck.agent.journal.Journal;
import dev.procdeck.agent.journal.JournalException;
import dev.procdeck.agent.journal.Sealing;
import dev.procdeck.agent.journal.SystemLog;
import dev.procdeck.agent.policy.LookOnly;
import dev.procdeck.agent.policy.Policy;
import dev.procdeck.agent.policy.PolicyStore;
import dev.procdeck.agent.queries.HistoryAnswers;
import dev.procdeck.agent.queries.HostAnswers;
import dev.procdeck.agent.queries.PermissionAnswers;
import dev.procdeck.agent.queries.QueryAnswers;
import dev.procdeck.agent.queries.ServiceLogs;
import dev.procdeck.agent.queries.SocketAnswers;
import dev.procdeck.agent.sampling.ProcessSources;
import dev.procdeck.agent.sampling.Sampler;
import dev.procdeck.agent.sampling.Sources;
import dev.procdeck.agent.services.ServiceManagers;
import dev.procdeck.agent.socket.AgentSessions;
import dev.procdeck.agent.socket.AgentSocket;
import dev.procdeck.agent.socket.Work;
import dev.procdeck.agent.views.ProcessView;
import dev.procdeck.host.bpf.EventSourceChooser;
import dev.procdeck.host.bpf.SocketSourceChooser;
import dev.procdeck.host.commands.ProgramLookup;
import dev.procdeck.host.libc.SystemCalls;
import dev.procdeck.host.processes.ProcFsProcessSource;
import dev.procdeck.host.processes.ProcessDetails;
import dev.procdeck.host.procfs.ProcFs;
import dev.procdeck.host.resources.ResourceReader;
import dev.procdeck.host.sockets.HeldSockets;
import dev.procdeck.protocol.connection.Hello;
import dev.procdeck.protocol.connection.LivePublisher;
import dev.procdeck.protocol.live.Live;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A running agent: puts the parts together, and ends them in the opposite order.
final class Agent implements AutoCloseable {
    private static final long POLICY_POLL_MILLIS = 2_000;

    /// Half a gibibyte of journal, millions of acts.
    private static final int KEPT_SEGMENTS = 32;

    private final Console console;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final AgentSocket socket;
    private final PolicyStore policy;

    Agent(RunOptions options, Console console) throws IOException {
        this.console = console;
        int uid = SystemCalls.effectiveUserId();
        ProcFs proc = own(ProcFs.at(Path.of("/proc")));
        String bootId = proc.readBootId().asOptional().orElse("");
        LivePublisher publisher = new LivePublisher();
        Journal journal =
                own(
                        Journal.open(
                                options.dataDirectory().resolve("journal"),
                                Version.current(),
                                new Journal.Clocks(
                                        InstantSource.system(), System::nanoTime, bootId)));
        own(
                new Sealing(
                        journal,
                        KEPT_SEGMENTS,
                        this::publishCheckpoint,
                        e -> console.log("the journal is not sealed", e)));
        this.policy =
                new PolicyStore(
                        options.policy(),
                        uid,
                        ProcessActs.ownUnit(proc).orElse(null),
                        now -> policyChanged(now, journal, publisher));
        HostManagers host =
                own(HostManagers.find(uid == 0, options.dataDirectory().resolve("commands")));
        ServiceManagers managers = host.services();
        OwnProcesses own = new OwnProcesses(ownPids());
        ServiceActs serviceActs = new ServiceActs(managers, policy::current);
        ProcessActs processActs = new ProcessActs(proc, own, policy::current);
        CommandActs commandActs =
                new CommandActs(
                        managers,
                        policy::current,
                        host.cage(),
                        serviceActs,
                        new ProgramLookup(),
                        publisher::publish);
        GroupActs groupActs = new GroupActs(proc, own, processActs, managers, policy::current);
        TemplateActs templateActs =
                new TemplateActs(managers, policy::current, new ProgramLookup(), commandActs);
        new Recovery(journal, processActs, groupActs, serviceActs, bootId, console).run();
        ActGateway gateway =
                new ActGateway(
                        journal,
                        serviceActs,
                        processActs,
                        groupActs,
                        commandActs,
                        templateActs,
                        new SecretReads(proc, own, policy::current),
                        new Failpoints(),
                        publisher::publish,
                        console);
        ProcessSources processSources = new ProcessSources(proc);
        SocketSourceChooser socketSources = new SocketSourceChooser();
        ProcessView processView = new ProcessView(processActs);
        History history = new History(processView);
        Sampler sampler =
                own(
                        new Sampler(
                                new Sources(
                                        proc,
                                        processSources,
                                        processView,
                                        ResourceReader.ofHost(),
                                        socketSources::open,
                                        managers),
                                history,
                                publisher,
                                policy::current,
                                console));
        EventWatch events =
                own(
                        new EventWatch(
                                proc,
                                EventSourceChooser::open,
                                () -> ProcFsProcessSource.once(proc),
                                managers.all(),
                                publisher,
                                InstantSource.system(),
                                console));
        host.watch(() -> {
            sampler.servicesChanged();
            events.servicesChanged();
        });
        ProcessDetails details = new ProcessDetails(proc);
        QueryAnswers answers =
                new QueryAnswers(
                        sampler,
                        new HistoryAnswers(history, sampler),
                        events,
                        details,
                        processActs,
                        serviceActs,
                        commandActs,
                        gateway,
                        new PermissionAnswers(groupActs, templateActs, managers, policy::current),
                        managers,
                        new ServiceLogs(managers, own(host.logTails(console))),
                        journal,
                        policy,
                        new HostAnswers(
                                managers,
                                policy,
                                uid,
                                host.timers(),
                                processSources,
                                socketSources),
                        new SocketAnswers(sampler, details, managers, new HeldSockets(proc)));
        Work work = own(new Work(gateway, answers));
        Hello hello = Hello.ofAgent(Version.current(), bootId, journal.highestOperationId());
        AgentSessions sessions =
                own(new AgentSessions(hello, work, sampler, events, publisher, own, console));
        this.socket =
                own(
                        AgentSocket.open(
                                options.socket(),
                                allowedUids(options, uid),
                                options.socketGroup(),
                                sessions,
                                console));
        sampler.start();
        events.start();
        // Of the platform: a virtual one wakes three threads each time.
        Thread.ofPlatform().daemon().name("policy-watch").start(this::watchPolicy);
        LookOnly lookOnly = policy.current().lookOnly();
        if (lookOnly != null) {
            console.log("look only: " + lookOnly.sentence());
        }
        String broken = journal.brokenBy();
        if (broken != null) {
            console.log("no acts: " + broken);
        }
        console.log("listening on " + options.socket());
    }

    /// Where whoever changes the journal's files cannot change it.
    private void publishCheckpoint(String line) {
        try {
            if (SystemLog.write(line)) {
                return;
            }
        } catch (IOException e) {
            console.log("a checkpoint did not reach the system's log", e);
        }
        console.log(line);
    }

    /// Serves until closed from another thread.
    void serve() throws IOException {
        socket.acceptAll();
    }

    /// A second call waits for the first.
    @Override
    public synchronized void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                console.log("ending", e);
            }
        }
    }

    private <T extends AutoCloseable> T own(T part) {
        parts.push(part);
        return part;
    }

    /// Looks at the policy's file so that people are told even when nobody acts, and at the heap.
    private void watchPolicy() {
        HeapKeeper heap = new HeapKeeper();
        try {
            while (true) {
                Thread.sleep(POLICY_POLL_MILLIS);
                policy.current();
                heap.check();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void policyChanged(Policy now, Journal journal, LivePublisher publisher) {
        LookOnly lookOnly = now.lookOnly();
        String reason = lookOnly == null ? "" : lookOnly.sentence();
        console.log("policy loaded: " + (lookOnly == null ? now.source() : reason));
        try {
            journal.note("policy_loaded", Map.of("source", now.source(), "lookOnly", reason));
        } catch (JournalException e) {
            console.log("a policy reload is not recorded", e);
        }
        publisher.publish(
                new Live.PolicyChanged(
                        lookOnly == null ? null : lookOnly.problem(), now.secondFactorFrom()));
    }

    /// This process and who started it; servers are known when they connect.
    private static List<Integer> ownPids() {
        ProcessHandle self = ProcessHandle.current();
        return self.parent()
                .map(parent -> List.of((int) self.pid(), (int) parent.pid()))
                .orElseGet(() -> List.of((int) self.pid()));
    }

    private static Set<Integer> allowedUids(RunOptions options, int uid) {
        Set<Integer> uids = new HashSet<>();
        uids.add(options.serverUid() == null ? uid : options.serverUid());
        return uids;
    }
}
