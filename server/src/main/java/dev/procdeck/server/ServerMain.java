package dev.procdeck.server;

import dev.procdeck.server.console.Arguments;
import dev.procdeck.server.console.AuditCommand;
import dev.procdeck.server.console.Console;
import dev.procdeck.server.console.DatabaseCommand;
import dev.procdeck.server.console.TokenCommand;
import dev.procdeck.server.console.UsageException;
import dev.procdeck.server.console.UserCommand;
import dev.procdeck.server.http.ApiException;
import dev.procdeck.server.http.Problems;
import dev.procdeck.server.openapi.OpenApiController;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.context.support.ResourceBundleMessageSource;
import tools.jackson.databind.json.JsonMapper;

/// The server's entry: `run`, and the commands that work on its database.
public final class ServerMain {
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    private ServerMain() {}

    /// Runs the command that `args` name. The exit status is 0, 1 for a failure and 2 for wrong
    /// usage.
    public static void main(String[] args) {
        Console console = Console.ofTerminal();
        try {
            int status = execute(Arguments.parse(args), console);
            if (status != 0) {
                System.exit(status);
            }
        } catch (UsageException e) {
            console.error(e.getMessage() == null ? "wrong usage" : e.getMessage());
            System.exit(WRONG_USAGE);
        } catch (IOException | RuntimeException e) {
            console.error("procdeck: " + reason(e));
            System.exit(FAILED);
        }
    }

    private static int execute(Arguments arguments, Console console) throws IOException {
        return switch (arguments.command()) {
            case "run" -> run(arguments);
            case "user" -> new UserCommand(console).execute(arguments);
            case "token" -> new TokenCommand(console).execute(arguments);
            case "audit" -> new AuditCommand(console).execute(arguments);
            case "database" -> new DatabaseCommand(console).execute(arguments);
            case "openapi" -> {
                console.line(OpenApiController.read());
                yield 0;
            }
            default ->
                    throw new UsageException(
                            "usage: run | user | token | audit | database | openapi");
        };
    }

    private static int run(Arguments arguments) throws IOException {
        refuseRoot();
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("procdeck.data-dir", arguments.required("--data-dir"));
        arguments.option("--socket").ifPresent(value -> properties.put("procdeck.socket", value));
        arguments.option("--bind").ifPresent(value -> properties.put("procdeck.bind", value));
        arguments.option("--port").ifPresent(value -> properties.put("procdeck.port", port(value)));
        arguments
                .option("--database-url")
                .ifPresent(value -> properties.put("procdeck.database-url", value));
        arguments
                .option("--tls-cert")
                .ifPresent(value -> properties.put("procdeck.tls-cert", value));
        arguments.option("--tls-key").ifPresent(value -> properties.put("procdeck.tls-key", value));
        arguments
                .option("--path-prefix")
                .ifPresent(value -> properties.put("procdeck.path-prefix", value));
        if (!arguments.options("--proxy-from").isEmpty()) {
            properties.put(
                    "procdeck.proxy-from", String.join(",", arguments.options("--proxy-from")));
        }
        List<String> hosts = new ArrayList<>(arguments.options("--host"));
        if (!hosts.isEmpty()) {
            properties.put("procdeck.host-names", String.join(",", hosts));
        }
        SpringApplication application = new SpringApplication(ServerApplication.class);
        application.setDefaultProperties(properties);
        application.run();
        return 0;
    }

    /// A hole in an HTTP stack must not be root.
    private static void refuseRoot() throws IOException {
        if (uidOfOwnFiles() == 0) {
            throw new UsageException(
                    "the server does not run as root; `procdeck run` starts it as the user procdeck");
        }
    }

    /// Our uid, seen from the owner of a file that we make: the JDK has no other word for it.
    private static int uidOfOwnFiles() throws IOException {
        Path probe = Files.createTempFile("procdeck-", ".uid");
        try {
            return (Integer) Files.getAttribute(probe, "unix:uid");
        } finally {
            Files.delete(probe);
        }
    }

    private static int port(String text) {
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > 65_535) {
            throw new UsageException("--port wants a number from 0 to 65535");
        }
        return Integer.parseInt(text);
    }

    /// What went wrong in one line: the first cause that speaks of a file or the database by name.
    /// The ones below it say "refused" or name a file and not what is the matter with it, those
    /// above it speak of the program's parts.
    static String reason(Throwable e) {
        if (e instanceof ApiException api) {
            ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
            messages.setBasename("messages");
            messages.setDefaultEncoding(StandardCharsets.UTF_8.name());
            messages.setFallbackToSystemLocale(false);
            return new Problems(messages, JsonMapper.builder().build())
                    .sentence(api, Locale.ENGLISH);
        }
        Throwable cause = e;
        while (cause.getCause() != null
                && !(cause instanceof IOException)
                && !(cause.getCause() instanceof SocketException)) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
