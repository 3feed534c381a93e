package dev.procdeck.host.bpf;

import dev.procdeck.host.libc.LibcException;
import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.procfs.ProcFs;
import dev.procdeck.host.sockets.FdOwners;
import dev.procdeck.host.sockets.SocketReader;
import dev.procdeck.host.sockets.SocketRow;
import dev.procdeck.host.sockets.SocketRow.SocketOwner;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Opens the best source of sockets for this host, as often as somebody begins to look.
///
/// The first time the iterator's owners are held against those of /proc/PID/fd; what came of that
/// holds for the life of this object. Thread-safe.
public final class SocketSourceChooser {
    private static final int ATTEMPTS = 3;

    private boolean checked;
    private Optional<String> fallbackReason = Optional.empty();

    /// A new source; the caller closes it.
    public synchronized SocketReader open() {
        if (fallbackReason.isPresent()) {
            return SocketReader.ofHost();
        }
        try {
            SocketReader reader = SocketReader.ofHost(load());
            if (!checked) {
                fallbackReason = disagreement(reader);
                checked = true;
            }
            if (fallbackReason.isEmpty()) {
                return reader;
            }
            reader.close();
        } catch (BpfUnavailableException e) {
            fallbackReason = Optional.of(String.valueOf(e.getMessage()));
        }
        return SocketReader.ofHost();
    }

    private static BpfSocketOwners load() throws BpfUnavailableException {
        try (ProcFs proc = ProcFs.at(Path.of("/proc"))) {
            return BpfSocketOwners.load(proc.units());
        }
    }

    /// Where owners come from, `bpf` or `procfs`; tries when nothing was opened yet.
    public synchronized String chosenName() {
        if (!checked && fallbackReason.isEmpty()) {
            open().close();
        }
        return fallbackReason.isEmpty() ? "bpf" : "procfs";
    }

    /// Why owners come from /proc, for people; empty when they come from the iterator or nothing
    /// was opened yet.
    public synchronized Optional<String> fallbackReason() {
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
