package dev.procdeck.server.http;

import dev.procdeck.server.ServerOptions;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Arrays;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Configuration;

/// Sets Jetty up: where it listens, what it says about itself (nothing), and the headers of every
/// answer.
@Configuration(proxyBeanMethods = false)
public class JettyConfiguration
        implements WebServerFactoryCustomizer<JettyServletWebServerFactory> {
    private static final int SEND_BUFFER_BYTES = 128 * 1024;

    private final ServerOptions options;

    public JettyConfiguration(ServerOptions options) {
        this.options = options;
    }

    @Override
    public void customize(JettyServletWebServerFactory factory) {
        String bind = options.bind() == null ? "127.0.0.1" : options.bind();
        factory.setAddress(InetAddress.ofLiteral(bind));
        factory.setPort(options.port());
        factory.addServerCustomizers(server -> {
            server.setHandler(new HeadersHandler(server.getHandler()));
            server.setErrorHandler(new BareErrorHandler());
            for (Connector connector : server.getConnectors()) {
                tighten(connector);
            }
            if (options.bind() == null && options.port() != 0 && hasLoopback6()) {
                addLoopback6(server);
            }
        });
    }

    private static void tighten(Connector connector) {
        if (connector instanceof ServerConnector server) {
            // Left alone the kernel keeps up to 4 MB for each client that does not read.
            server.setAcceptedSendBufferSize(SEND_BUFFER_BYTES);
        }
        HttpConnectionFactory http = connector.getConnectionFactory(HttpConnectionFactory.class);
        if (http == null) {
            return;
        }
        HttpConfiguration configuration = http.getHttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setSendXPoweredBy(false);
        configuration.setRequestHeaderSize(16 * 1024);
        configuration.setMinRequestDataRate(256);
        SecureRequestCustomizer secure = configuration.getCustomizer(SecureRequestCustomizer.class);
        if (secure != null) {
            // The Host allow-list rules; a tunnel or a new name must not end in an unexplained 400.
            secure.setSniHostCheck(false);
        }
    }

    /// The same service on `[::1]`, so that `https://localhost` works where it means IPv6.
    private static void addLoopback6(Server server) {
        if (server.getConnectors()[0] instanceof ServerConnector first) {
            ServerConnector second =
                    new ServerConnector(
                            server,
                            null,
                            null,
                            null,
                            1,
                            1,
                            first.getConnectionFactories().toArray(ConnectionFactory[]::new));
            second.setDefaultProtocol(first.getDefaultProtocol());
            second.setHost("::1");
            second.setPort(first.getPort());
            second.setIdleTimeout(first.getIdleTimeout());
            second.setAcceptedSendBufferSize(SEND_BUFFER_BYTES);
            Connector[] all =
                    Arrays.copyOf(server.getConnectors(), server.getConnectors().length + 1);
            all[all.length - 1] = second;
            server.setConnectors(all);
        }
    }

    private static boolean hasLoopback6() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .anyMatch(address ->
                            address instanceof Inet6Address && address.isLoopbackAddress());
        } catch (SocketException e) {
            return false;
        }
    }
}
