package dev.procdeck.server;

import dev.procdeck.server.console.Console;
import dev.procdeck.server.time.SteadyClock;
import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/// The Spring application: finds the components of this module and gives them their clocks.
@SpringBootApplication(proxyBeanMethods = false)
@EnableConfigurationProperties(ServerOptions.class)
public class ServerApplication {
    /// The wall clock of records, in milliseconds, the precision the database keeps.
    @Bean
    Clock clock() {
        return Clock.tick(Clock.systemUTC(), Duration.ofMillis(1));
    }

    /// The clock of timeouts: starts at the wall clock and then runs with the monotonic one, so
    /// that setting the machine's time neither ends sessions nor stretches them.
    @Bean
    SteadyClock steadyClock(Clock clock) {
        return SteadyClock.startingAt(clock);
    }

    @Bean
    Console console() {
        return Console.ofTerminal();
    }
}
