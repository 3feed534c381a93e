package dev.procdeck.agent.acts;

import dev.procdeck.agent.Masking;
import dev.procdeck.agent.policy.Decision;
import dev.procdeck.agent.policy.LookOnly;
import dev.procdeck.agent.policy.Policy;
import dev.procdeck.agent.services.ServiceManagers;
import dev.procdeck.host.commands.CommandCage;
import dev.procdeck.host.commands.CommandLimits;
import dev.procdeck.host.commands.CommandLine;
import dev.procdeck.host.commands.CommandResult;
import dev.procdeck.host.commands.CommandRun;
import dev.procdeck.host.commands.CommandSpec;
import dev.procdeck.host.commands.EnforcedLimits;
import dev.procdeck.host.commands.ProgramLookup;
import dev.procdeck.host.services.ExitFact;
import dev.procdeck.protocol.Problem;
import dev.procdeck.protocol.answer.CommandPreview;
import dev.procdeck.protocol.live.Live;
import dev.procdeck.protocol.operation.Act;
import dev.procdeck.protocol.operation.Actor;
import dev.procdeck.protocol.operation.Intent;
import dev.procdeck.protocol.operation.Outcome;
import dev.procdeck.protocol.operation.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Runs and cancels custom commands. Thread-safe.
public final class CommandActs {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /// As long as the buttons look at what they started.
    private static final Duration VERIFY_WINDOW = Duration.ofSeconds(3);

    private static final String OWN_ACCOUNT = System.getProperty("user.name", "root");

    private final ServiceManagers managers;
    private final Supplier<Policy> policy;
    private final CommandCage cage;
    private final ServiceActs services;
    private final ProgramLookup lookup;
    private final CommandJudge judge;
    private final Consumer<Live> publish;
    private final Map<Long, Running> running = new ConcurrentHashMap<>();

    private record Running(String userName, CommandRun run) {}

    public CommandActs(
            ServiceManagers managers,
            Supplier<Policy> policy,
            CommandCage cage,
            ServiceActs services,
            ProgramLookup lookup,
            Consumer<Live> publish) {
        this.managers = managers;
        this.policy = policy;
        this.cage = cage;
        this.services = services;
        this.lookup = lookup;
        this.judge = new CommandJudge(managers, lookup);
        this.publish = publish;
    }

    /// A command that was looked at.
    private sealed interface Looked {
        record Wrong(String code, Map<String, String> parameters) implements Looked {}

        record Judged(List<String> arguments, Path program, CommandJudge.Verdict verdict)
                implements Looked {}
    }

    Prepared prepare(Act.Command act) {
        Actor actor = act.intent().actor();
        Optional<Prepared.Refused> ceiling = ceiling(actor);
        if (ceiling.isPresent()) {
            return ceiling.get();
        }
        String service = act.service();
        Optional<ServiceManagers.Owned> target = Optional.empty();
        if (service != null) {
            target =
                    ServiceActs.isWellFormed(service)
                            ? managers.resolve(service)
                            : Optional.empty();
            if (target.isEmpty()) {
                return ServiceActs.refuse(
                        Problem.Category.NOT_FOUND,
                        "no_such_service",
                        Map.of(
                                "name",
                                service,
                                "nearest",
                                String.join(" ", managers.nearestNames(service))));
            }
        }
        return switch (look(actor, act.command())) {
            case Looked.Wrong(String code, Map<String, String> parameters) ->
                    ServiceActs.refuse(Problem.Category.USER, code, parameters);
            case Looked.Judged judged
                    when judged.verdict().decision() instanceof Decision.Refused refused ->
                    ServiceActs.refuse(
                            Problem.Category.DENIED,
                            refused.code(),
                            withAllowLine(refused.parameters(), judged));
            case Looked.Judged judged ->
                    ready(
                            act.intent(),
                            judged.program(),
                            judged.arguments(),
                            judged.verdict().runAs(),
                            target.map(ServiceManagers.Owned::name).orElse(null));
        };
    }

    /// @param arguments the program's name first
    /// @param runAs the account; null for the agent's own
    /// @param service what the record names
    Prepared.Ready ready(
            Intent intent,
            Path program,
            List<String> arguments,
            @Nullable String runAs,
            @Nullable String service) {
        long id = intent.operationId();
        String shown = String.join(" ", Masking.mask(arguments));
        CommandSpec spec =
                new CommandSpec(
                        "operation-" + id,
                        program,
                        arguments.subList(1, arguments.size()),
                        runAs == null ? "" : runAs,
                        CommandLimits.DEFAULT);
        return new Prepared.Ready(
                "command",
                String.valueOf(program.getFileName()),
                service == null ? shown : service + ": " + shown,
                null,
                service == null ? null : services.stateOf(service),
                service,
                _ ->
                        run(
                                id,
                                intent.actor().userName(),
                                spec,
                                touched(program, arguments, service)));
    }

    /// What a service tool's words touch, and the service that the record names.
    private CommandJudge.Touched touched(
            Path program, List<String> arguments, @Nullable String service) {
        CommandJudge.Touched touched = judge.touchedBy(program, arguments);
        if (service == null || touched.units().contains(service)) {
            return touched;
        }
        List<String> units = new ArrayList<>(touched.units());
        units.add(service);
        return new CommandJudge.Touched(units, touched.toRun());
    }

    private Outcome run(long id, String userName, CommandSpec spec, CommandJudge.Touched touched)
            throws InterruptedException {
        CommandText text = new CommandText(id, publish, spec.limits().outputBytes());
        CommandRun run = cage.start(spec, text);
        running.put(id, new Running(userName, run));
        try {
            Optional<CommandResult> result = run.await(PATIENCE);
            while (result.isEmpty()) {
                result = run.await(PATIENCE);
            }
            text.finish();
            return outcomeOf(
                    spec,
                    result.get(),
                    UnitsAfter.look(
                            touched,
                            isContent(result.get()) ? VERIFY_WINDOW : Duration.ZERO,
                            services::stateNow));
        } finally {
            running.remove(id);
        }
    }

    Prepared prepare(Act.Cancel act) {
        Actor actor = act.intent().actor();
        Map<String, String> id = Map.of("operationId", Long.toString(act.commandOperationId()));
        Running found = running.get(act.commandOperationId());
        // Who began a command may end it, whatever its role lets it begin now.
        boolean own = found != null && found.userName().equals(actor.userName());
        Optional<Prepared.Refused> ceiling = own ? Optional.empty() : ceiling(actor);
        if (ceiling.isPresent()) {
            return ceiling.get();
        }
        if (found == null) {
            return ServiceActs.refuse(Problem.Category.NOT_FOUND, "no_such_command", id);
        }
        return new Prepared.Ready(
                "cancel",
                "cancel",
                "operation " + act.commandOperationId(),
                null,
                null,
                null,
                _ -> {
                    found.run().cancel();
                    return Outcomes.succeeded("cancel_requested", id);
                });
    }

    /// What the command would run and whether it may; nothing runs. The vector is masked: it is
    /// what the server shows and keeps.
    public CommandPreview preview(Actor actor, String command) {
        return switch (look(actor, command)) {
            case Looked.Wrong(String code, Map<String, String> parameters) ->
                    new CommandPreview(
                            CommandLine.parse(command)
                                            instanceof CommandLine.Valid(CommandLine line)
                                    ? Masking.mask(line.arguments())
                                    : List.of(),
                            null,
                            new Decision.Refused(code, parameters).toPermission(),
                            null,
                            OWN_ACCOUNT,
                            limits());
            case Looked.Judged judged ->
                    new CommandPreview(
                            Masking.mask(judged.arguments()),
                            judged.program().toString(),
                            judged.verdict().decision().toPermission(),
                            allowLine(judged),
                            judged.verdict().runAs() == null
                                    ? OWN_ACCOUNT
                                    : judged.verdict().runAs(),
                            limits());
        };
    }

    /// What a command that needs no line of policy more would run.
    CommandPreview previewOf(
            List<String> arguments,
            @Nullable Path program,
            Decision decision,
            @Nullable String runAs) {
        return new CommandPreview(
                Masking.mask(arguments),
                program == null ? null : program.toString(),
                decision.toPermission(),
                null,
                runAs == null ? OWN_ACCOUNT : runAs,
                limits());
    }

    private Looked look(Actor actor, String command) {
        return switch (CommandLine.parse(command)) {
            case CommandLine.Invalid(CommandLine.Problem problem, int column) ->
                    new Looked.Wrong(
                            "command_" + problem.name().toLowerCase(Locale.ROOT),
                            Map.of("column", Integer.toString(column)));
            case CommandLine.Valid(CommandLine line) ->
                    switch (lookup.find(line.program())) {
                        case ProgramLookup.NotUsable(ProgramLookup.Problem problem, String path) ->
                                new Looked.Wrong(
                                        "program_" + problem.name().toLowerCase(Locale.ROOT),
                                        Map.of("program", path));
                        case ProgramLookup.Program(Path path) ->
                                new Looked.Judged(
                                        line.arguments(),
                                        path,
                                        judge.judge(policy.get(), actor, path, line.arguments()));
                    };
        };
    }

    private Optional<Prepared.Refused> ceiling(Actor actor) {
        LookOnly lookOnly = policy.get().lookOnly();
        if (lookOnly != null) {
            return Optional.of(
                    ServiceActs.refuse(
                            Problem.Category.DENIED, LookOnly.CODE, lookOnly.parameters()));
        }
        return actor.role() == Role.ADMIN
                ? Optional.empty()
                : Optional.of(
                        ServiceActs.refuse(
                                Problem.Category.DENIED,
                                "role_denied",
                                Map.of("role", actor.role().name().toLowerCase(Locale.ROOT))));
    }

    private static Map<String, String> withAllowLine(
            Map<String, String> parameters, Looked.Judged judged) {
        String line = allowLine(judged);
        if (line == null) {
            return parameters;
        }
        Map<String, String> more = new HashMap<>(parameters);
        more.put("allowLine", line);
        return more;
    }

    private static @Nullable String allowLine(Looked.Judged judged) {
        return judged.verdict().allowable()
                        && judged.verdict().decision() instanceof Decision.Refused
                ? "procdeck policy allow " + judged.program()
                : null;
    }

    private List<CommandPreview.Limit> limits() {
        CommandLimits limits = CommandLimits.DEFAULT;
        EnforcedLimits enforced = cage.enforced(limits);
        return List.of(
                limit(enforced, EnforcedLimits.Limit.TIME, limits.time().toSeconds() + " s"),
                limit(enforced, EnforcedLimits.Limit.MEMORY, mebibytes(limits.memoryBytes())),
                limit(enforced, EnforcedLimits.Limit.TASKS, Integer.toString(limits.tasks())),
                limit(enforced, EnforcedLimits.Limit.CPU, limits.cpuPercent() + " %"),
                limit(enforced, EnforcedLimits.Limit.OUTPUT, mebibytes(limits.outputBytes())),
                limit(enforced, EnforcedLimits.Limit.FILE_SIZE, mebibytes(limits.fileBytes())));
    }

    private static CommandPreview.Limit limit(
            EnforcedLimits enforced, EnforcedLimits.Limit limit, String value) {
        EnforcedLimits.By by =
                enforced.limits().getOrDefault(limit, EnforcedLimits.By.NOT_ENFORCED);
        String name =
                limit == EnforcedLimits.Limit.FILE_SIZE
                        ? "fileSize"
                        : limit.name().toLowerCase(Locale.ROOT);
        return new CommandPreview.Limit(
                name,
                value,
                switch (by) {
                    case CONTROL_GROUP -> "cgroup";
                    case RLIMIT -> "rlimit";
                    case SERVICE_MANAGER, PROCDECK -> "agent";
                    case NOT_ENFORCED -> null;
                });
    }

    private static String mebibytes(long bytes) {
        return (bytes >> 20) + " MiB";
    }

    /// What failed, was cancelled or took too long says so itself: nothing is to be waited for.
    private static boolean isContent(CommandResult result) {
        return result.end() instanceof CommandResult.Ended(ExitFact.Exited(int code)) && code == 0;
    }

    private static Outcome outcomeOf(CommandSpec spec, CommandResult result, UnitsAfter after) {
        Outcome outcome = outcomeOf(spec, result, after.down());
        return after.words().isEmpty() ? outcome : Outcomes.withAfter(outcome, after.words());
    }

    private static Outcome outcomeOf(CommandSpec spec, CommandResult result, List<String> down) {
        Map<String, String> parameters = new HashMap<>();
        parameters.put("program", spec.program().toString());
        parameters.put("durationMillis", Long.toString(result.took().toMillis()));
        parameters.put("outputBytes", Long.toString(result.outputBytes()));
        parameters.put("truncated", Boolean.toString(result.truncated()));
        if (!down.isEmpty()) {
            parameters.put("failed", String.join(" ", down));
        }
        return switch (result.end()) {
            case CommandResult.Ended(ExitFact.Exited(int code)) -> {
                parameters.put("exitCode", Integer.toString(code));
                if (code != 0) {
                    yield Outcomes.failed("command_failed", parameters, null);
                }
                yield down.isEmpty()
                        ? Outcomes.succeeded("command_succeeded", parameters)
                        : Outcomes.failed("command_unit_down", parameters, null);
            }
            case CommandResult.Ended(ExitFact.Signalled(int _, String name, boolean _)) -> {
                parameters.put("signal", name);
                yield Outcomes.failed("command_killed", parameters, null);
            }
            case CommandResult.TimedOut _ -> Outcomes.failed("command_timed_out", parameters, null);
            case CommandResult.Cancelled _ ->
                    Outcomes.failed("command_cancelled", parameters, null);
            case CommandResult.OutOfMemory _ ->
                    Outcomes.failed("command_out_of_memory", parameters, null);
            case CommandResult.NotStarted(String code, String message) -> {
                parameters.put("error", code);
                yield Outcomes.failed("command_not_started", parameters, message);
            }
            case CommandResult.Unknown(String why) ->
                    Outcomes.unknown("command_end_unknown", parameters, why);
        };
    }
}
