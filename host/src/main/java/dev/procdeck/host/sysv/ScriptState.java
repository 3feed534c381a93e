package dev.procdeck.host.sysv;

import dev.procdeck.host.services.ServiceState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Finds out whether a script's daemon runs, by its processes. Stateless.
final class ScriptState {

    private final Path proc;

    ScriptState(Path proc) {
        this.proc = proc;
    }

    /// @param known false when the script names neither pid file nor program, so that nothing can
    ///   be said
    /// @param pidFileStale it has a pid file and the process of it is gone
    record Seen(boolean known, OptionalInt pid, boolean pidFileStale) {
        ServiceState toState() {
            String active = known ? pid.isPresent() ? "active" : "inactive" : "unknown";
            String sub = pid.isPresent() ? "running" : pidFileStale ? "dead-with-pid-file" : "dead";
            return new ServiceState(
                    "loaded",
                    pidFileStale ? "failed" : active,
                    known ? sub : "unknown",
                    "",
                    pid,
                    "",
                    Optional.empty(),
                    OptionalLong.empty(),
                    "");
        }
    }

    Seen look(InitScript script) {
        OptionalInt filed = script.pidFile().map(this::pidIn).orElse(OptionalInt.empty());
        if (filed.isPresent() && isAlive(filed.getAsInt(), script.program())) {
            return new Seen(true, filed, false);
        }
        if (script.program().isPresent()) {
            List<Integer> pids = running(script.program().get());
            OptionalInt first =
                    pids.isEmpty() ? OptionalInt.empty() : OptionalInt.of(pids.getFirst());
            return new Seen(true, first, filed.isPresent() && first.isEmpty());
        }
        return new Seen(script.pidFile().isPresent(), OptionalInt.empty(), filed.isPresent());
    }

    private OptionalInt pidIn(String file) {
        try (var in = Files.newInputStream(Path.of(file))) {
            String text = new String(in.readNBytes(64), StandardCharsets.ISO_8859_1).strip();
            return text.matches("[1-9][0-9]{0,6}")
                    ? OptionalInt.of(Integer.parseInt(text))
                    : OptionalInt.empty();
        } catch (IOException none) {
            return OptionalInt.empty();
        }
    }

    /// A pid file may be old and its pid another's: where the program is known it must be that.
    private boolean isAlive(int pid, Optional<String> program) {
        Path process = proc.resolve(String.valueOf(pid));
        if (!Files.isDirectory(process) || isZombie(process)) {
            return false;
        }
        return program.isEmpty() || executable(process).map(program.get()::equals).orElse(true);
    }

    private List<Integer> running(String program) {
        List<Integer> pids = new ArrayList<>();
        String real;
        try {
            real = Path.of(program).toRealPath().toString();
        } catch (IOException missing) {
            return pids;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(proc, "[1-9]*")) {
            for (Path entry : entries) {
                if (executable(entry).map(real::equals).orElse(false)) {
                    pids.add(Integer.parseInt(entry.getFileName().toString()));
                }
            }
        } catch (IOException | NumberFormatException odd) {
            return pids;
        }
        pids.sort(null);
        return pids;
    }

    private static Optional<String> executable(Path process) {
        try {
            return Optional.of(Files.readSymbolicLink(process.resolve("exe")).toString());
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    private static boolean isZombie(Path process) {
        try {
            String stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
            return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
        } catch (IOException gone) {
            return true;
        }
    }
}
