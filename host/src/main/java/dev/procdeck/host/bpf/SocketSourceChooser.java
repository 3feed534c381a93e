package dev.procdeck.host.bpf;

import dev.procdeck.host.libc.LibcException;
import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.procfs.ProcFs;
import dev.procdeck.host.sockets.FdOwners;
import dev.procdeck.host.sockets.SocketReader;
import dev.procdeck.host.sockets.SocketRow;
import dev.procdeck.host.sockets.SocketRow.SocketOwner;
import dev.procdeck.host.sockets.SocketSource;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/// Opens the best source of sockets for this host, as often as somebody begins to look.
///
/// The first time the kernel program's owners are held against those of /proc/PID/fd, which takes
/// seconds on a large host: on a thread of its own, while sockets are shown already. Sources that
/// are open when it finds a difference go on with /proc. Thread-safe.
public final class SocketSourceChooser {
    private static final int ATTEMPTS = 3;

    private @Nullable FutureTask<Void> check;
    private volatile Optional<String> fallbackReason = Optional.empty();

    /// A new source; the caller closes it.
    public SocketSource open() {
        return new Chosen(openBest());
    }

    /// The same once it is known whether it is to be trusted.
    public SocketReader openChecked() {
        SocketReader best = openBest();
        awaitCheck();
        if (fallbackReason.isEmpty() || best.ownersName().equals("procfs")) {
            return best;
        }
        best.close();
        return SocketReader.ofHost();
    }

    private SocketReader openBest() {
        if (fallbackReason.isPresent()) {
            return SocketReader.ofHost();
        }
        try {
            SocketReader reader = SocketReader.ofHost(load());
            beginCheck();
            return reader;
        } catch (BpfUnavailableException e) {
            fallbackReason = Optional.of(String.valueOf(e.getMessage()));
            return SocketReader.ofHost();
        }
    }

    private synchronized void beginCheck() {
        if (check == null) {
            check = new FutureTask<>(this::check, null);
            Thread.ofPlatform().daemon().name("socket-check").start(check);
        }
    }

    private void check() {
        try (SocketReader tested = SocketReader.ofHost(load())) {
            fallbackReason = disagreement(tested);
        } catch (BpfUnavailableException | RuntimeException e) {
            fallbackReason = Optional.of("the owners of sockets could not be checked: " + e);
        }
    }

    private void awaitCheck() {
        FutureTask<Void> begun;
        synchronized (this) {
            begun = check;
        }
        try {
            if (begun != null) {
                begun.get();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A source that changes to /proc when the kernel program turns out to be wrong.
    private final class Chosen implements SocketSource {
        private SocketReader reader;

        Chosen(SocketReader reader) {
            this.reader = reader;
        }

        @Override
        public Reading<List<SocketRow>> listSockets() {
            return trusted().listSockets();
        }

        @Override
        public Reading<List<SocketRow>> listListeners() {
            return trusted().listListeners();
        }

        private SocketReader trusted() {
            if (fallbackReason.isPresent() && !reader.ownersName().equals("procfs")) {
                reader.close();
                reader = SocketReader.ofHost();
            }
            return reader;
        }

        @Override
        public void close() {
            reader.close();
        }
    }

    private static BpfSocketOwners load() throws BpfUnavailableException {
        try (ProcFs proc = ProcFs.at(Path.of("/proc"))) {
            return BpfSocketOwners.load(proc.units());
        }
    }

    /// Where owners come from, `bpf` or `procfs`; tries when nothing was opened yet.
    public String chosenName() {
        boolean tried;
        synchronized (this) {
            tried = check != null;
        }
        if (!tried) {
            openBest().close();
        }
        return fallbackReason.isEmpty() ? "bpf" : "procfs";
    }

    /// Why owners come from /proc, for people; empty while nothing speaks against the kernel
    /// program.
    public Optional<String> fallbackReason() {
        return fallbackReason;
    }

    /// Listeners rarely change, so a difference that stays is one of the sources'.
    private static Optional<String> disagreement(SocketReader tested) {
        try (SocketReader reference =
                SocketReader.ofHost(new FdOwners(ProcFs.at(Path.of("/proc")), System::nanoTime))) {
            for (int i = 0; i < ATTEMPTS; i++) {
                var before = owners(reference);
                var now = owners(tested);
                var after = owners(reference);
                before.keySet().retainAll(after.keySet());
                boolean agree =
                        before.entrySet().stream()
                                .allMatch(e ->
                                        !e.getValue().equals(after.get(e.getKey()))
                                                || e.getValue().equals(now.get(e.getKey())));
                if (agree) {
                    return Optional.empty();
                }
            }
            return Optional.of(
                    "the iterator over files disagrees with /proc about owners of sockets");
        } catch (LibcException e) {
            return Optional.of("the iterator over files could not be checked: " + e.getMessage());
        }
    }

    /// The holders of each listener; those that were refused are not compared.
    private static Map<Long, List<SocketOwner>> owners(SocketReader reader) {
        Map<Long, List<SocketOwner>> owners = new HashMap<>();
        for (SocketRow row : reader.listListeners().asOptional().orElse(List.of())) {
            if (row.cookie() != 0
                    && row.owners()
                            instanceof Reading.Value<List<SocketOwner>>(List<SocketOwner> held)) {
                owners.put(row.cookie(), held);
            }
        }
        return owners;
    }
}
