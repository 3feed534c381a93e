package dev.procdeck.host.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.sockets.SocketRow.SocketOwner;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Owners are joined again only when something changed: what the rows say then, with owners that
/// the test gives.
class OwnersJoinTest {
    private TestSockets sockets;
    private final GivenOwners owners = new GivenOwners();
    private long nanos;
    private final SocketReader reader = new SocketReader(DiagTable.open(), owners, () -> nanos);

    /// One process holds everything.
    private static final class GivenOwners implements SocketOwners {
        private int pid;
        private boolean changed;
        private int foundBySearch;

        @Override
        public String name() {
            return "given";
        }

        @Override
        public boolean refresh() {
            return changed;
        }

        @Override
        public boolean search() {
            if (foundBySearch == 0) {
                return false;
            }
            pid = foundBySearch;
            return true;
        }

        @Override
        public Reading<List<SocketOwner>> ownersOf(long inode) {
            return Reading.of(pid == 0 ? List.of() : List.of(new SocketOwner(pid, 1, "given", 3)));
        }

        @Override
        public void close() {}
    }

    @BeforeEach
    void open() throws IOException {
        sockets = TestSockets.open();
    }

    @AfterEach
    void close() {
        sockets.close();
        reader.close();
    }

    /// Who holds the connection that the listener has accepted, which no listing of listeners has.
    private List<Integer> holders() {
        return reader.listSockets().asOptional().orElseThrow().stream()
                .filter(row ->
                        row.localPort() == sockets.listener.getLocalPort()
                                && row.remotePort() == sockets.unread.getLocalPort())
                .flatMap(row -> row.owners().asOptional().orElseThrow().stream())
                .map(SocketOwner::pid)
                .toList();
    }

    @Test
    void holdersThatChangedAreTold() {
        owners.pid = 1;
        assertThat(holders()).containsExactly(1);
        owners.pid = 2;
        owners.changed = true;
        assertThat(holders()).containsExactly(2);
    }

    @Test
    void aChangeThatAListingOfListenersSawFirstIsTold() {
        owners.pid = 1;
        assertThat(holders()).containsExactly(1);
        nanos += Duration.ofSeconds(6).toNanos();
        owners.pid = 2;
        owners.changed = true;
        reader.listListeners();
        owners.changed = false;
        assertThat(holders()).containsExactly(2);
    }

    @Test
    void socketsThatCouldNotBeSearchedForAtOnceAreSearchedForLater() {
        assertThat(holders()).isEmpty();
        owners.foundBySearch = 3;
        assertThat(holders()).containsExactly(3);
    }
}
