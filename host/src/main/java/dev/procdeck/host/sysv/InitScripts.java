package dev.procdeck.host.sysv;

import dev.procdeck.host.commands.ProgramLookup;
import dev.procdeck.host.services.ActMode;
import dev.procdeck.host.services.ActProgress;
import dev.procdeck.host.services.Capabilities;
import dev.procdeck.host.services.NearestNames;
import dev.procdeck.host.services.ServiceAbilities;
import dev.procdeck.host.services.ServiceAct;
import dev.procdeck.host.services.ServiceDetail;
import dev.procdeck.host.services.ServiceListener;
import dev.procdeck.host.services.ServiceListing;
import dev.procdeck.host.services.ServiceManager;
import dev.procdeck.host.services.ServiceOutcome;
import dev.procdeck.host.services.ServiceOutcome.Refusal;
import dev.procdeck.host.services.ServicePlan;
import dev.procdeck.host.services.ServiceRelations;
import dev.procdeck.host.services.ServiceRow;
import dev.procdeck.host.services.ServiceTimes;
import dev.procdeck.host.services.ServiceUsage;
import dev.procdeck.host.services.ServiceVerb;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// The start scripts of /etc/init.d as a manager of services. Thread-safe.
///
/// A script `nginx` is the service `nginx.service`, as systemd names it too: one policy holds for
/// both.
///
/// A script counts when it, and every folder on the way to it, is root's and nobody else can write
/// there. Those that another manager rules already are left out.
public final class InitScripts implements ServiceManager {

    public static final Path FOLDER = Path.of("/etc/init.d");

    private static final Capabilities CAPABILITIES =
            new Capabilities(
                    EnumSet.of(
                            ServiceVerb.START,
                            ServiceVerb.STOP,
                            ServiceVerb.RESTART,
                            ServiceVerb.RELOAD),
                    false,
                    false,
                    false);
    private static final Duration DEADLINE = Duration.ofMinutes(3);
    private static final Duration VERIFY_WINDOW = Duration.ofSeconds(3);
    private static final int LARGEST_SCRIPT = 1 << 20;
    private static final String SUFFIX = ".service";
    private static final String NAME = "[A-Za-z0-9_][A-Za-z0-9_.+-]{0,127}";

    private final Path folder;
    private final ScriptState state;
    private final Predicate<String> ruledByAnother;
    private final ProgramLookup lookup = new ProgramLookup();

    /// @param folder [#FOLDER]
    /// @param proc `/proc`
    /// @param ruledByAnother whether another manager has a service of that name
    public InitScripts(Path folder, Path proc, Predicate<String> ruledByAnother) {
        this.folder = folder;
        this.state = new ScriptState(proc);
        this.ruledByAnother = ruledByAnother;
    }

    @Override
    public String name() {
        return "sysv";
    }

    @Override
    public Capabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public ServiceListing list() {
        return new ServiceListing(
                name(),
                scripts().stream().map(script -> row(script, state.look(script))).toList(),
                new ServiceListing.Available());
    }

    @Override
    public Optional<ServiceDetail> detail(String asked) {
        return read(asked)
                .map(script ->
                        new ServiceDetail(
                                row(script, state.look(script)),
                                "",
                                folder.resolve(script.name()).toString(),
                                List.of(),
                                script.program().map(List::of).stream().toList(),
                                ServiceRelations.NONE,
                                ServicePlan.NONE,
                                List.of(),
                                Optional.empty(),
                                "",
                                "",
                                List.of(),
                                "",
                                ServiceTimes.NONE,
                                List.of()));
    }

    @Override
    public Optional<String> resolve(String asked) {
        return read(asked).map(InitScripts::serviceName);
    }

    @Override
    public ServiceAct act(
            ServiceVerb verb, String asked, ActMode mode, Consumer<ActProgress> progress) {
        long began = System.nanoTime();
        Optional<InitScript> found = read(asked);
        if (found.isEmpty()) {
            return new ServiceAct(
                    verb,
                    asked,
                    new ServiceOutcome.NotFound(nearestNames(asked)),
                    Optional.empty(),
                    Optional.empty(),
                    Duration.ZERO);
        }
        InitScript script = found.get();
        ScriptState.Seen before = state.look(script);
        ServiceOutcome outcome;
        try {
            outcome =
                    new ScriptAct(
                                    script,
                                    folder.resolve(script.name()),
                                    state,
                                    DEADLINE,
                                    VERIFY_WINDOW,
                                    progress)
                            .run(verb, before);
        } catch (IOException failed) {
            outcome =
                    new ServiceOutcome.Refused(
                            Refusal.CANNOT_START, List.of(String.valueOf(failed.getMessage())));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            outcome = new ServiceOutcome.Unknown(ServiceOutcome.Why.NOT_VERIFIED, "interrupted");
        }
        return new ServiceAct(
                verb,
                serviceName(script),
                outcome,
                Optional.of(before.toState()),
                Optional.of(state.look(script).toState()),
                Duration.ofNanos(System.nanoTime() - began));
    }

    /// Nobody tells of changes; whoever looks looks again.
    @Override
    public Watch watch(ServiceListener listener) {
        return () -> {};
    }

    @Override
    public List<String> nearestNames(String asked) {
        return NearestNames.of(asked, scripts().stream().map(InitScripts::serviceName).toList());
    }

    @Override
    public void close() {}

    private List<InitScript> scripts() {
        List<InitScript> scripts = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                read(file.getFileName().toString()).ifPresent(scripts::add);
            }
        } catch (IOException noFolder) {
            return List.of();
        }
        scripts.sort((a, b) -> a.name().compareTo(b.name()));
        return scripts;
    }

    private static String serviceName(InitScript script) {
        return script.name() + SUFFIX;
    }

    private Optional<InitScript> read(String asked) {
        String script =
                asked.endsWith(SUFFIX)
                        ? asked.substring(0, asked.length() - SUFFIX.length())
                        : asked;
        if (!script.matches(NAME) || script.contains("..") || ruledByAnother.test(script)) {
            return Optional.empty();
        }
        Path file = folder.resolve(script);
        try {
            boolean usable =
                    lookup.check(file) instanceof ProgramLookup.Program
                            && Files.size(file) <= LARGEST_SCRIPT;
            if (!usable) {
                return Optional.empty();
            }
            InitScript parsed =
                    InitScript.parse(script, Files.readString(file, StandardCharsets.ISO_8859_1));
            boolean service = parsed.verbs().contains("start") && parsed.verbs().contains("stop");
            return service ? Optional.of(parsed) : Optional.empty();
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    private ServiceRow row(InitScript script, ScriptState.Seen seen) {
        return new ServiceRow(
                serviceName(script),
                name(),
                script.description(),
                seen.toState(),
                ServiceUsage.none("no control group of its own"),
                new ServiceAbilities(
                        true,
                        true,
                        script.verbs().contains("restart"),
                        script.verbs().contains("reload"),
                        false,
                        false),
                List.of());
    }
}
