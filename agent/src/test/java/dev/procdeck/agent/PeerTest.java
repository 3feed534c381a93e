package dev.procdeck.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.procdeck.host.libc.SystemCalls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Who may speak to the agent: asked with peers of other accounts.
@Timeout(60)
class PeerTest {
    private static final String CLIENT =
            "use IO::Socket::UNIX;"
                    + "my $s = IO::Socket::UNIX->new(Peer => $ARGV[0]) or exit 1;"
                    + "my $n = sysread($s, my $b, 100); print defined $n ? $n : 0;";

    @TempDir private Path directory;

    @BeforeEach
    void onlyAsRoot() throws Exception {
        assumeTrue(SystemCalls.effectiveUserId() == 0);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void thePeerThatTheSocketIsForIsLetIn() throws Exception {
        try (AgentProcess agent =
                AgentProcess.start(directory, "--server-uid", "65534", "--socket-group", "65534")) {
            open(agent);
            assertThat(connect(agent, 65534, 65534)).matches("[1-9]\\d*");
        }
    }

    @Test
    void anyOtherPeerIsRefusedEvenIfItReachesTheSocket() throws Exception {
        try (AgentProcess agent =
                AgentProcess.start(directory, "--server-uid", "65534", "--socket-group", "65534")) {
            open(agent);
            assertThat(connect(agent, 12345, 65534)).isIn("0", "");
            assertThat(connect(agent, 0, 0)).as("root itself is not the server").isIn("0", "");
            assertThat(agent.log())
                    .anyMatch(line -> line.contains("refused a connection from uid 12345"));
        }
    }

    @Test
    void aDirectoryThatIsOpenToOthersIsRefused() throws Exception {
        Path run = Files.createDirectory(directory.resolve("run"));
        Files.setPosixFilePermissions(run, PosixFilePermissions.fromString("rwxr-xr-x"));
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> AgentProcess.start(directory))
                .hasMessageContaining("is open to others");
    }

    @Test
    void aFileInTheSocketsPlaceIsLeftAlone() throws Exception {
        Path run = Files.createDirectory(directory.resolve("run"));
        Files.setPosixFilePermissions(run, PosixFilePermissions.fromString("rwx------"));
        Path precious = Files.writeString(run.resolve("s"), "precious");
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> AgentProcess.start(directory))
                .hasMessageContaining("no socket");
        assertThat(precious).hasContent("precious");
    }

    @Test
    void terminatingTakesLessThanTwoSeconds() throws Exception {
        AgentProcess agent = AgentProcess.start(directory);
        agent.client();
        long begun = System.nanoTime();
        agent.process.destroy();
        assertThat(agent.process.waitFor(2, TimeUnit.SECONDS)).isTrue();
        assertThat(System.nanoTime() - begun).isLessThan(2_000_000_000L);
        assertThat(agent.socket).doesNotExist();
        agent.close();
    }

    /// The group may enter the directory, as the launcher makes it.
    private static void open(AgentProcess agent) throws Exception {
        Path run = agent.socket.getParent();
        Files.setAttribute(run, "unix:gid", 65534);
        Files.setPosixFilePermissions(run, PosixFilePermissions.fromString("rwxr-x---"));
    }

    private static String connect(AgentProcess agent, int uid, int gid) throws Exception {
        List<String> command = new ArrayList<>();
        command.addAll(List.of("setpriv", "--reuid", "" + uid, "--regid", "" + gid));
        command.addAll(List.of("--clear-groups", "/usr/bin/perl", "-e", CLIENT));
        command.add(agent.socket.toString());
        Process client = new ProcessBuilder(command).start();
        return client.inputReader().lines().reduce("", String::concat);
    }
}
