package dev.procdeck.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// What the command line decides, as `procdeck.*` properties. Immutable.
///
/// @param dataDir the server's own folder
/// @param socket the agent's Unix socket; none means that no agent is expected
/// @param bind the address to listen on; null means loopback, IPv4 and IPv6
/// @param port the port; 0 picks a free one
/// @param hostNames further names under which browsers may ask for this server
/// @param databaseUrl a PostgreSQL JDBC URL; null means the embedded SQLite file
/// @param idleTimeout how long a session lives without a request or a visible page
/// @param sessionTimeout how long a session lives in any case
/// @param tlsCert the user's own certificate chain, PEM; null means that we sign one ourselves
/// @param tlsKey its key, PEM
/// @param proxyFrom addresses and blocks of reverse proxies whose forwarded headers are believed
/// @param pathPrefix the path under which a reverse proxy shows the page, if it leaves it on
/// @param stepUpMaxAge how old the last proof of the password may be for the acts that ask for one
@ConfigurationProperties("procdeck")
public record ServerOptions(
        Path dataDir,
        @Nullable Path socket,
        @Nullable String bind,
        @DefaultValue("8443") int port,
        @DefaultValue List<String> hostNames,
        @Nullable String databaseUrl,
        @DefaultValue("30m") Duration idleTimeout,
        @DefaultValue("12h") Duration sessionTimeout,
        @DefaultValue("15m") Duration stepUpMaxAge,
        @Nullable Path tlsCert,
        @Nullable Path tlsKey,
        @DefaultValue List<String> proxyFrom,
        @Nullable String pathPrefix) {
    public ServerOptions {
        hostNames = List.copyOf(hostNames);
        proxyFrom = List.copyOf(proxyFrom);
    }

    /// Options of a command that only needs the database.
    public static ServerOptions ofDataDir(Path dataDir) {
        return new ServerOptions(
                dataDir,
                null,
                null,
                8443,
                List.of(),
                null,
                Duration.ofMinutes(30),
                Duration.ofHours(12),
                Duration.ofMinutes(15),
                null,
                null,
                List.of(),
                null);
    }
}
