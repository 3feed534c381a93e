package dev.procdeck.agent;

import dev.procdeck.protocol.ProcessKey;
import dev.procdeck.protocol.operation.Act;
import dev.procdeck.protocol.operation.Role;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// One real agent over its real socket, on this host, for all tests of a class.
abstract class SharedAgent {
    @TempDir static Path directory;
    static AgentProcess agent;
    static long nextId = 1;

    @BeforeAll
    static void start() throws Exception {
        agent = AgentProcess.start(directory);
    }

    @AfterAll
    static void stop() throws Exception {
        agent.close();
    }

    static Act.Signal signal(Role role, ProcessKey key, String name) throws Exception {
        return new Act.Signal(AgentProcess.intent(nextId++, role), agent.bootId(), key, name, null);
    }

    static Act.SignalGroup group(Role role, ProcessKey root, String name) throws Exception {
        return new Act.SignalGroup(
                AgentProcess.intent(nextId++, role), agent.bootId(), root, null, name, null);
    }

    static Process sleeper() throws Exception {
        return new ProcessBuilder("sleep", "30").start();
    }
}
