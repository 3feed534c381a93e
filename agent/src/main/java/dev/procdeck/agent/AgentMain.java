package dev.procdeck.agent;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The entry point of the agent: `run`, and the tools that need no running agent.
public final class AgentMain {
    private static final int MISUSE = 64;
    private static final long ENDING_MILLIS = 1_500;

    private AgentMain() {}

    public static void main(String[] arguments) {
        Console console = Console.ofSystem();
        int status = 1;
        try {
            status = dispatch(List.of(arguments), console);
        } catch (IllegalArgumentException e) {
            console.error(String.valueOf(e.getMessage()));
            status = MISUSE;
        } catch (IOException e) {
            console.error(String.valueOf(e.getMessage()));
        }
        console.flush();
        // Threads that hang in the kernel must not keep the process.
        Runtime.getRuntime().halt(status);
    }

    private static int dispatch(List<String> arguments, Console console) throws IOException {
        String command = arguments.isEmpty() ? "" : arguments.getFirst();
        List<String> rest =
                arguments.isEmpty() ? List.of() : arguments.subList(1, arguments.size());
        return switch (command) {
            case "run" -> run(RunOptions.parse(rest), console);
            case "policy" -> new PolicyTool(console).run(rest);
            case "audit" -> new AuditTool(console).run(rest);
            case "doctor" -> new DoctorTool(console).run(rest);
            default ->
                    throw new IllegalArgumentException(
                            "usage: run | policy show|check|allow | audit verify|list|acknowledge-restore | doctor");
        };
    }

    private static int run(RunOptions options, Console console) throws IOException {
        CountDownLatch ended = new CountDownLatch(1);
        try (Agent agent = new Agent(options, console)) {
            Runtime.getRuntime()
                    .addShutdownHook(
                            Thread.ofPlatform()
                                    .unstarted(() -> {
                                        agent.close();
                                        awaitQuietly(ended);
                                    }));
            agent.serve();
        } finally {
            ended.countDown();
        }
        return 0;
    }

    private static void awaitQuietly(CountDownLatch ended) {
        try {
            ended.await(ENDING_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
