package dev.procdeck.protocol.codec;

import dev.procdeck.protocol.ProcessKey;
import dev.procdeck.protocol.live.OutputStreamKind;
import dev.procdeck.protocol.live.Topic;
import dev.procdeck.protocol.operation.Act;
import dev.procdeck.protocol.operation.Actor;
import dev.procdeck.protocol.operation.Intent;
import dev.procdeck.protocol.operation.JobMode;
import dev.procdeck.protocol.operation.Operation;
import dev.procdeck.protocol.operation.Query;
import dev.procdeck.protocol.operation.SecretPart;
import dev.procdeck.protocol.operation.ServiceVerb;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/// The encoding of everything that the server may ask.
///
/// A tag names the operation: 1 is a watch, acts begin at 16, queries at 32. A tag is never used
/// again for another meaning within one protocol version.
public final class OperationCodec {
    private static final JobMode[] MODES = JobMode.values();
    private static final ServiceVerb[] VERBS = ServiceVerb.values();
    private static final OutputStreamKind[] STREAMS = OutputStreamKind.values();
    private static final SecretPart[] SECRET_PARTS = SecretPart.values();
    private static final Topic[] TOPICS = Topic.values();

    private static final int WATCH = 1;
    private static final int ON_SERVICE = 16;
    private static final int SIGNAL = 17;
    private static final int PRIORITY = 18;
    private static final int COMMAND = 19;
    private static final int CANCEL = 20;
    private static final int SIGNAL_GROUP = 24;
    private static final int TEMPLATE = 25;
    private static final int HOST = 32;
    private static final int SCHEDULE = 33;
    private static final int PROCESS_DETAIL = 34;
    private static final int ENVIRONMENT = 35;
    private static final int SERVICE_DETAIL = 36;
    private static final int SERVICE_LOG = 37;
    private static final int COMMAND_PREVIEW = 38;
    private static final int POLICY = 39;
    private static final int MAY_ACT_ON_SERVICE = 40;
    private static final int MAY_ACT_ON_PROCESS = 41;
    private static final int HISTORY = 42;
    private static final int OUTCOMES = 43;
    private static final int PAST_PROCESSES = 44;
    private static final int SIGNAL_TARGETS = 52;
    private static final int EXPLAIN_POLICY = 53;
    private static final int TEMPLATES = 54;
    private static final int TEMPLATE_PREVIEW = 55;
    private static final int SECRETS = 56;
    private static final int EVENTS = 60;
    private static final int SOCKETS_OF_PROCESS = 61;
    private static final int SOCKETS_OF_SERVICE = 62;

    private OperationCodec() {}

    public static void put(WireWriter out, Operation operation) {
        switch (operation) {
            case Operation.Watch watch -> {
                out.byteValue(WATCH);
                EnumSet<Topic> topics = EnumSet.noneOf(Topic.class);
                topics.addAll(watch.topics());
                out.list(topics, WireWriter::enumeration);
                out.integer(watch.periodMillis());
            }
            case Act act -> putAct(out, act);
            case Query query -> putQuery(out, query);
        }
    }

    private static void putAct(WireWriter out, Act act) {
        switch (act) {
            case Act.OnService on -> {
                out.byteValue(ON_SERVICE);
                putIntent(out, on.intent());
                out.text(on.name());
                out.enumeration(on.verb());
                out.enumeration(on.mode());
                out.optional(on.confirmation(), WireWriter::text);
            }
            case Act.Signal signal -> {
                out.byteValue(SIGNAL);
                putIntent(out, signal.intent());
                out.text(signal.bootId());
                SharedCodec.putKey(out, signal.process());
                out.text(signal.signal());
                out.optional(signal.confirmation(), WireWriter::text);
            }
            case Act.Priority priority -> {
                out.byteValue(PRIORITY);
                putIntent(out, priority.intent());
                out.text(priority.bootId());
                SharedCodec.putKey(out, priority.process());
                out.optional(priority.nice(), WireWriter::integer);
                out.optional(priority.ioPriority(), OperationCodec::putIoPriority);
                out.list(priority.cpus(), WireWriter::integer);
            }
            case Act.SignalGroup group -> {
                out.byteValue(SIGNAL_GROUP);
                putIntent(out, group.intent());
                out.text(group.bootId());
                out.optional(group.root(), SharedCodec::putKey);
                out.optional(group.service(), WireWriter::text);
                out.text(group.signal());
                out.optional(group.confirmation(), WireWriter::text);
            }
            case Act.Template template -> {
                out.byteValue(TEMPLATE);
                putIntent(out, template.intent());
                out.text(template.id());
                out.parameters(template.values());
            }
            case Act.Command command -> {
                out.byteValue(COMMAND);
                putIntent(out, command.intent());
                out.text(command.command());
                out.optional(command.service(), WireWriter::text);
            }
            case Act.Cancel cancel -> {
                out.byteValue(CANCEL);
                putIntent(out, cancel.intent());
                out.signed(cancel.commandOperationId());
            }
        }
    }

    private static void putQuery(WireWriter out, Query query) {
        switch (query) {
            case Query.Host _ -> out.byteValue(HOST);
            case Query.Schedule _ -> out.byteValue(SCHEDULE);
            case Query.ProcessDetail(int pid) -> {
                out.byteValue(PROCESS_DETAIL);
                out.integer(pid);
            }
            case Query.Environment environment -> {
                out.byteValue(ENVIRONMENT);
                putActor(out, environment.actor());
                SharedCodec.putKey(out, environment.process());
            }
            case Query.Secrets secrets -> {
                out.byteValue(SECRETS);
                putIntent(out, secrets.intent());
                out.text(secrets.bootId());
                SharedCodec.putKey(out, secrets.process());
                out.enumeration(secrets.part());
            }
            case Query.ServiceDetail(String name) -> {
                out.byteValue(SERVICE_DETAIL);
                out.text(name);
            }
            case Query.ServiceLog log -> {
                out.byteValue(SERVICE_LOG);
                out.text(log.name());
                out.integer(log.lines());
                out.optional(log.cursor(), WireWriter::text);
                out.optional(log.maxPriority(), WireWriter::integer);
                out.optional(log.invocationId(), WireWriter::text);
                out.optional(log.text(), WireWriter::text);
                out.optional(log.stream(), WireWriter::enumeration);
            }
            case Query.CommandPreview preview -> {
                out.byteValue(COMMAND_PREVIEW);
                putActor(out, preview.actor());
                out.text(preview.command());
                out.optional(preview.service(), WireWriter::text);
            }
            case Query.Policy(Actor actor) -> {
                out.byteValue(POLICY);
                putActor(out, actor);
            }
            case Query.MayActOnService may -> {
                out.byteValue(MAY_ACT_ON_SERVICE);
                putActor(out, may.actor());
                out.text(may.name());
            }
            case Query.MayActOnProcess may -> {
                out.byteValue(MAY_ACT_ON_PROCESS);
                putActor(out, may.actor());
                SharedCodec.putKey(out, may.process());
            }
            case Query.SignalTargets targets -> {
                out.byteValue(SIGNAL_TARGETS);
                putActor(out, targets.actor());
                out.optional(targets.root(), SharedCodec::putKey);
                out.optional(targets.service(), WireWriter::text);
                out.text(targets.signal());
            }
            case Query.ExplainPolicy explain -> {
                out.byteValue(EXPLAIN_POLICY);
                putActor(out, explain.actor());
                out.text(explain.operation());
                out.text(explain.target());
            }
            case Query.Templates(Actor actor) -> {
                out.byteValue(TEMPLATES);
                putActor(out, actor);
            }
            case Query.TemplatePreview preview -> {
                out.byteValue(TEMPLATE_PREVIEW);
                putActor(out, preview.actor());
                out.text(preview.id());
                out.parameters(preview.values());
            }
            case Query.History(int seconds) -> {
                out.byteValue(HISTORY);
                out.integer(seconds);
            }
            case Query.PastProcesses(Instant at) -> {
                out.byteValue(PAST_PROCESSES);
                out.instant(at);
            }
            case Query.Events events -> {
                out.byteValue(EVENTS);
                out.optional(events.from(), WireWriter::instant);
                out.optional(events.to(), WireWriter::instant);
            }
            case Query.SocketsOfProcess(ProcessKey process) -> {
                out.byteValue(SOCKETS_OF_PROCESS);
                SharedCodec.putKey(out, process);
            }
            case Query.SocketsOfService(String name) -> {
                out.byteValue(SOCKETS_OF_SERVICE);
                out.text(name);
            }
            case Query.Outcomes outcomes -> {
                out.byteValue(OUTCOMES);
                out.list(outcomes.operationIds(), WireWriter::signed);
            }
        }
    }

    public static Operation take(WireReader in) throws ProtocolException {
        int tag = in.byteValue();
        return switch (tag) {
            case WATCH ->
                    new Operation.Watch(
                            Set.copyOf(in.list(i -> i.enumeration(TOPICS))), in.integer());
            case ON_SERVICE ->
                    new Act.OnService(
                            takeIntent(in),
                            in.text(),
                            in.enumeration(VERBS),
                            in.enumeration(MODES),
                            in.optional(WireReader::text));
            case SIGNAL ->
                    new Act.Signal(
                            takeIntent(in),
                            in.text(),
                            SharedCodec.takeKey(in),
                            in.text(),
                            in.optional(WireReader::text));
            case PRIORITY ->
                    new Act.Priority(
                            takeIntent(in),
                            in.text(),
                            SharedCodec.takeKey(in),
                            in.optional(WireReader::integer),
                            in.optional(OperationCodec::takeIoPriority),
                            in.list(WireReader::integer));
            case SIGNAL_GROUP ->
                    new Act.SignalGroup(
                            takeIntent(in),
                            in.text(),
                            in.optional(SharedCodec::takeKey),
                            in.optional(WireReader::text),
                            in.text(),
                            in.optional(WireReader::text));
            case TEMPLATE -> new Act.Template(takeIntent(in), in.text(), in.parameters());
            case COMMAND ->
                    new Act.Command(takeIntent(in), in.text(), in.optional(WireReader::text));
            case CANCEL -> new Act.Cancel(takeIntent(in), in.signed());
            default -> takeQuery(tag, in);
        };
    }

    private static Query takeQuery(int tag, WireReader in) throws ProtocolException {
        return switch (tag) {
            case HOST -> new Query.Host();
            case SCHEDULE -> new Query.Schedule();
            case PROCESS_DETAIL -> new Query.ProcessDetail(in.integer());
            case ENVIRONMENT -> new Query.Environment(takeActor(in), SharedCodec.takeKey(in));
            case SECRETS ->
                    new Query.Secrets(
                            takeIntent(in),
                            in.text(),
                            SharedCodec.takeKey(in),
                            in.enumeration(SECRET_PARTS));
            case SERVICE_DETAIL -> new Query.ServiceDetail(in.text());
            case SERVICE_LOG ->
                    new Query.ServiceLog(
                            in.text(),
                            in.integer(),
                            in.optional(WireReader::text),
                            in.optional(WireReader::integer),
                            in.optional(WireReader::text),
                            in.optional(WireReader::text),
                            in.optional(i -> i.enumeration(STREAMS)));
            case COMMAND_PREVIEW ->
                    new Query.CommandPreview(
                            takeActor(in), in.text(), in.optional(WireReader::text));
            case POLICY -> new Query.Policy(takeActor(in));
            case MAY_ACT_ON_SERVICE -> new Query.MayActOnService(takeActor(in), in.text());
            case MAY_ACT_ON_PROCESS ->
                    new Query.MayActOnProcess(takeActor(in), SharedCodec.takeKey(in));
            case SIGNAL_TARGETS ->
                    new Query.SignalTargets(
                            takeActor(in),
                            in.optional(SharedCodec::takeKey),
                            in.optional(WireReader::text),
                            in.text());
            case EXPLAIN_POLICY -> new Query.ExplainPolicy(takeActor(in), in.text(), in.text());
            case TEMPLATES -> new Query.Templates(takeActor(in));
            case TEMPLATE_PREVIEW ->
                    new Query.TemplatePreview(takeActor(in), in.text(), in.parameters());
            case HISTORY -> new Query.History(in.integer());
            case PAST_PROCESSES -> new Query.PastProcesses(in.instant());
            case EVENTS ->
                    new Query.Events(
                            in.optional(WireReader::instant), in.optional(WireReader::instant));
            case SOCKETS_OF_PROCESS -> new Query.SocketsOfProcess(SharedCodec.takeKey(in));
            case SOCKETS_OF_SERVICE -> new Query.SocketsOfService(in.text());
            case OUTCOMES -> new Query.Outcomes(in.list(WireReader::signed));
            default -> throw new ProtocolException("unknown operation " + tag);
        };
    }

    private static void putIoPriority(WireWriter out, Act.IoPriority value) {
        out.integer(value.ioClass());
        out.integer(value.level());
    }

    private static Act.IoPriority takeIoPriority(WireReader in) throws ProtocolException {
        return new Act.IoPriority(in.integer(), in.integer());
    }

    private static void putIntent(WireWriter out, Intent intent) {
        out.signed(intent.operationId());
        out.text(intent.requestId());
        putActor(out, intent.actor());
    }

    private static Intent takeIntent(WireReader in) throws ProtocolException {
        return new Intent(in.signed(), in.text(), takeActor(in));
    }

    private static void putActor(WireWriter out, Actor actor) {
        out.text(actor.userName());
        out.enumeration(actor.role());
        out.text(actor.remoteAddress());
        out.text(actor.sessionId());
        out.instant(actor.factorTime());
    }

    private static Actor takeActor(WireReader in) throws ProtocolException {
        return new Actor(in.text(), SharedCodec.takeRole(in), in.text(), in.text(), in.instant());
    }
}
