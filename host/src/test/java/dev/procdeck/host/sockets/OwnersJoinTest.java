package dev.procdeck.host.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.sockets.SocketRow.Protocol;
import dev.procdeck.host.sockets.SocketRow.SocketOwner;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Owners are joined again only when something changed: what the row says then. Table and owners
/// are the test's own, since a socket that begins elsewhere on the host has all of them joined.
class OwnersJoinTest {
    private final GivenOwners owners = new GivenOwners();
    private long nanos;
    private final SocketReader reader =
            new SocketReader(Reading.of(new OneConnection()), owners, () -> nanos);

    /// A connection that no listing of listeners has.
    private static final class OneConnection implements SocketTable {
        @Override
        public Reading<Integer> read(
                Protocol protocol, Detail detail, Consumer<SocketFields> visitor) {
            if (protocol != Protocol.TCP || detail == Detail.LISTENERS) {
                return Reading.of(0);
            }
            SocketFields fields = new SocketFields();
            fields.state = SocketState.ESTABLISHED;
            fields.inode = 7;
            fields.cookie = 1;
            visitor.accept(fields);
            return Reading.of(1);
        }

        @Override
        public void close() {}
    }

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

    @AfterEach
    void close() {
        reader.close();
    }

    private List<Integer> holders() {
        return reader.listSockets().asOptional().orElseThrow().stream()
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
