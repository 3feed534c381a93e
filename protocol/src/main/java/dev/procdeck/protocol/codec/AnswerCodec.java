package dev.procdeck.protocol.codec;

import dev.procdeck.protocol.answer.Answer;
import dev.procdeck.protocol.answer.CommandPreview;
import dev.procdeck.protocol.answer.CommandTemplates;
import dev.procdeck.protocol.answer.HostFacts;
import dev.procdeck.protocol.answer.PastProcesses;
import dev.procdeck.protocol.answer.PolicyExplanation;
import dev.procdeck.protocol.answer.PolicyView;
import dev.procdeck.protocol.answer.ProcessDetail;
import dev.procdeck.protocol.answer.Schedule;
import dev.procdeck.protocol.answer.ServiceDetail;
import dev.procdeck.protocol.answer.SignalTargets;

/// The encoding of what the agent answers. A tag names the kind of answer.
///
/// [Answer.Refused] is tag 0 in every protocol version, so that halves that differ can still refuse
/// politely.
public final class AnswerCodec {
    private static final int REFUSED = 0;
    private static final int DONE = 1;
    private static final int WATCHING = 2;
    private static final int ENVIRONMENT = 3;
    private static final int SERVICE_LOG = 4;
    private static final int HISTORY = 5;
    private static final int OUTCOMES = 6;
    private static final int PERMISSIONS = 7;
    private static final int HOST_FACTS = 8;
    private static final int SCHEDULE = 9;
    private static final int PROCESS_DETAIL = 10;
    private static final int SERVICE_DETAIL = 11;
    private static final int COMMAND_PREVIEW = 12;
    private static final int POLICY = 13;
    private static final int PAST_PROCESSES = 14;
    private static final int POLICY_EXPLANATION = 20;
    private static final int SIGNAL_TARGETS = 21;
    private static final int COMMAND_TEMPLATES = 22;
    private static final int SECRETS = 23;
    private static final int EVENTS = 30;
    private static final int HELD_SOCKETS = 31;

    private AnswerCodec() {}

    public static void put(WireWriter out, Answer answer) {
        switch (answer) {
            case Answer.Refused refused -> {
                out.byteValue(REFUSED);
                SharedCodec.putProblem(out, refused.problem());
            }
            case Answer.Done done -> {
                out.byteValue(DONE);
                SharedCodec.putOutcome(out, done.outcome());
            }
            case Answer.Watching watching -> {
                out.byteValue(WATCHING);
                out.integer(watching.periodMillis());
            }
            case Answer.Environment environment -> {
                out.byteValue(ENVIRONMENT);
                out.list(environment.variables(), AnswerCodec::putVariable);
                out.bool(environment.truncated());
            }
            case Answer.Secrets secrets -> {
                out.byteValue(SECRETS);
                out.list(secrets.items(), WireWriter::text);
                out.bool(secrets.truncated());
            }
            case Answer.ServiceLog log -> {
                out.byteValue(SERVICE_LOG);
                SharedCodec.putReading(
                        out, log.lines(), (o, lines) -> o.list(lines, SharedCodec::putLogLine));
                out.optional(log.cursor(), WireWriter::text);
            }
            case Answer.History history -> {
                out.byteValue(HISTORY);
                out.list(history.samples(), ResourcesCodec::putResources);
            }
            case Answer.Events events -> {
                out.byteValue(EVENTS);
                EventRowCodec.putFeed(out, events.feed());
                out.instant(events.time());
                out.list(events.rows(), (o, row) -> LiveCodec.putWhole(o, LiveCodec.EVENTS, row));
            }
            case Answer.Outcomes outcomes -> {
                out.byteValue(OUTCOMES);
                out.map(outcomes.outcomes(), WireWriter::signed, SharedCodec::putOutcome);
            }
            case Answer.HeldSockets held -> {
                out.byteValue(HELD_SOCKETS);
                out.list(held.sockets(), (o, row) -> LiveCodec.putWhole(o, LiveCodec.SOCKETS, row));
                out.optional(held.missing(), SharedCodec::putUnavailable);
            }
            case Answer.Permissions permissions -> {
                out.byteValue(PERMISSIONS);
                AnswerPartsCodec.putPermissions(out, permissions.permissions());
            }
            case HostFacts facts -> {
                out.byteValue(HOST_FACTS);
                HostFactsCodec.putHostFacts(out, facts);
            }
            case Schedule schedule -> {
                out.byteValue(SCHEDULE);
                AnswerPartsCodec.putSchedule(out, schedule);
            }
            case ProcessDetail detail -> {
                out.byteValue(PROCESS_DETAIL);
                ProcessDetailCodec.putProcessDetail(out, detail);
            }
            case ServiceDetail detail -> {
                out.byteValue(SERVICE_DETAIL);
                ServiceDetailCodec.putServiceDetail(out, detail);
            }
            case CommandPreview preview -> {
                out.byteValue(COMMAND_PREVIEW);
                AnswerPartsCodec.putCommandPreview(out, preview);
            }
            case PastProcesses past -> {
                out.byteValue(PAST_PROCESSES);
                PastProcessesCodec.put(out, past);
            }
            case PolicyView policy -> {
                out.byteValue(POLICY);
                AnswerPartsCodec.putPolicyView(out, policy);
            }
            case PolicyExplanation explanation -> {
                out.byteValue(POLICY_EXPLANATION);
                ActAnswersCodec.putExplanation(out, explanation);
            }
            case SignalTargets targets -> {
                out.byteValue(SIGNAL_TARGETS);
                ActAnswersCodec.putTargets(out, targets);
            }
            case CommandTemplates templates -> {
                out.byteValue(COMMAND_TEMPLATES);
                ActAnswersCodec.putTemplates(out, templates);
            }
        }
    }

    public static Answer take(WireReader in) throws ProtocolException {
        int tag = in.byteValue();
        return switch (tag) {
            case REFUSED -> new Answer.Refused(SharedCodec.takeProblem(in));
            case DONE -> new Answer.Done(SharedCodec.takeOutcome(in));
            case WATCHING -> new Answer.Watching(in.integer());
            case ENVIRONMENT ->
                    new Answer.Environment(in.list(AnswerCodec::takeVariable), in.bool());
            case SECRETS -> new Answer.Secrets(in.list(WireReader::text), in.bool());
            case SERVICE_LOG ->
                    new Answer.ServiceLog(
                            SharedCodec.takeReading(in, i -> i.list(SharedCodec::takeLogLine)),
                            in.optional(WireReader::text));
            case HISTORY -> new Answer.History(in.list(ResourcesCodec::takeResources));
            case EVENTS ->
                    new Answer.Events(
                            EventRowCodec.takeFeed(in),
                            in.instant(),
                            in.list(i -> LiveCodec.takeWhole(i, LiveCodec.EVENTS)));
            case OUTCOMES ->
                    new Answer.Outcomes(in.map(WireReader::signed, SharedCodec::takeOutcome));
            case HELD_SOCKETS ->
                    new Answer.HeldSockets(
                            in.list(i -> LiveCodec.takeWhole(i, LiveCodec.SOCKETS)),
                            in.optional(SharedCodec::takeUnavailable));
            case PERMISSIONS -> new Answer.Permissions(AnswerPartsCodec.takePermissions(in));
            case HOST_FACTS -> HostFactsCodec.takeHostFacts(in);
            case SCHEDULE -> AnswerPartsCodec.takeSchedule(in);
            case PROCESS_DETAIL -> ProcessDetailCodec.takeProcessDetail(in);
            case SERVICE_DETAIL -> ServiceDetailCodec.takeServiceDetail(in);
            case COMMAND_PREVIEW -> AnswerPartsCodec.takeCommandPreview(in);
            case PAST_PROCESSES -> PastProcessesCodec.take(in);
            case POLICY -> AnswerPartsCodec.takePolicyView(in);
            case POLICY_EXPLANATION -> ActAnswersCodec.takeExplanation(in);
            case SIGNAL_TARGETS -> ActAnswersCodec.takeTargets(in);
            case COMMAND_TEMPLATES -> ActAnswersCodec.takeTemplates(in);
            default -> throw new ProtocolException("unknown answer " + tag);
        };
    }

    private static void putVariable(WireWriter out, Answer.Variable variable) {
        out.text(variable.name());
        out.text(variable.value());
    }

    private static Answer.Variable takeVariable(WireReader in) throws ProtocolException {
        return new Answer.Variable(in.text(), in.text());
    }
}
