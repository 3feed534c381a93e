package dev.procdeck.e2e.support;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// One program for all tests that only need one to talk to, started by the first of them and ended
/// after the last.
///
/// It runs as root with the default policy and one account of each role. A test takes an
/// [ApiClient] parameter, signed in as the administrator, or the [Accounts] to sign in as another
/// role.
public final class SharedProgram implements ParameterResolver {
    public static final String DATA = "/var/tmp/shared-program";
    private static final String PASSWORD = "a password for the tests";

    /// The accounts of the shared program.
    public static final class Accounts implements AutoCloseable {
        private final RunningProgram program;
        private final Map<String, ApiClient> clients = new ConcurrentHashMap<>();

        private Accounts() {
            ProgramTree tree = ProgramTree.built();
            for (String role : new String[] {"admin", "operator", "viewer"}) {
                addAccount(tree, role);
            }
            program =
                    new RunningProgram.Starter(tree, 18420)
                            .options("--data-dir", DATA)
                            .startAndAwait();
        }

        private static void addAccount(ProgramTree tree, String role) {
            Shell.Result added =
                    Shell.tryRun(
                            PASSWORD + "\n",
                            tree.command(),
                            "user",
                            "add",
                            role,
                            "--role",
                            role,
                            "--password-stdin",
                            "--data-dir",
                            DATA);
            if (added.status() != 0) {
                throw new AssertionError("no account " + role + ": " + added.output());
            }
        }

        /// A client signed in with that role; the account has the role's name.
        public ApiClient as(String role) {
            return clients.computeIfAbsent(role, name -> program.api().signIn(name, PASSWORD));
        }

        /// A client that is not signed in.
        public ApiClient anonymous() {
            return program.api();
        }

        public RunningProgram program() {
            return program;
        }

        @Override
        public void close() {
            program.close();
            Shell.run("rm", "-rf", DATA);
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == ApiClient.class || type == Accounts.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Accounts accounts =
                context.getRoot()
                        .getStore(ExtensionContext.Namespace.create(SharedProgram.class))
                        .computeIfAbsent(Accounts.class, key -> new Accounts(), Accounts.class);
        return parameter.getParameter().getType() == Accounts.class
                ? accounts
                : accounts.as("admin");
    }
}
