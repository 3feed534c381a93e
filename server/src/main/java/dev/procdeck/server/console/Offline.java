package dev.procdeck.server.console;

import dev.procdeck.server.ServerApplication;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

/// The application without its web half, for the commands that need the database.
final class Offline {
    private Offline() {}

    static ConfigurableApplicationContext open(Arguments arguments) {
        SpringApplication application = new SpringApplication(ServerApplication.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setLazyInitialization(true);
        Map<String, Object> properties = new HashMap<>();
        properties.put("procdeck.data-dir", arguments.required("--data-dir"));
        arguments
                .option("--database-url")
                .ifPresent(url -> properties.put("procdeck.database-url", url));
        // The command says in one line what is wrong; nobody who types it wants to see where.
        properties.put("logging.level.org.springframework.boot.SpringApplication", "off");
        properties.put("logging.level.org.springframework.context", "error");
        application.setDefaultProperties(properties);
        return application.run();
    }
}
