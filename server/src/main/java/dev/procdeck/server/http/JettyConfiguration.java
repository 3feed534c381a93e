package dev.procdeck.server.http;

import dev.procdeck.server.ServerOptions;
import dev.procdeck.server.tls.CertificateHolder;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.security.KeyStore;
import java.util.Arrays;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Configuration;

/// Sets Jetty up: where it listens, what it says about itself (nothing), and the headers of every
/// answer.
@Configuration(proxyBeanMethods = false)
public class JettyConfiguration
        implements WebServerFactoryCustomizer<JettyServletWebServerFactory> {
    private static final int SEND_BUFFER_BYTES = 128 * 1024;

    /// Connections that wait to be accepted; with Jetty's 50 a burst of sign-ins is cut off
    /// unheard.
    private static final int ACCEPT_QUEUE = 1024;

    private final ServerOptions options;
    private final CertificateHolder certificates;
    private final Hsts hsts;

    public JettyConfiguration(ServerOptions options, CertificateHolder certificates, Hsts hsts) {
        this.options = options;
        this.certificates = certificates;
        this.hsts = hsts;
    }

    @Override
    public void customize(JettyServletWebServerFactory factory) {
        String bind = options.bind() == null ? "127.0.0.1" : options.bind();
        factory.setAddress(InetAddress.ofLiteral(bind));
        factory.setPort(options.port());
        factory.addServerCustomizers(server -> {
            Handler handler = server.getHandler();
            if (options.pathPrefix() != null) {
                handler = new PathPrefix(PathPrefix.check(options.pathPrefix()), handler);
            }
            server.setHandler(new HeadersHandler(hsts, handler));
            server.setErrorHandler(new BareErrorHandler(hsts));
            for (Connector connector : server.getConnectors()) {
                tighten(connector);
                followCertificate(connector);
            }
            if (options.bind() == null && options.port() != 0 && hasLoopback6()) {
                addLoopback6(server);
            }
        });
    }

    /// New connections get a renewed certificate; open ones keep the old one.
    private void followCertificate(Connector connector) {
        SslConnectionFactory ssl = connector.getConnectionFactory(SslConnectionFactory.class);
        if (ssl != null) {
            certificates.onChange(store -> reload(ssl.getSslContextFactory(), store));
        }
    }

    private static void reload(SslContextFactory.Server factory, KeyStore store) {
        try {
            factory.reload(changed -> changed.setKeyStore(store));
        } catch (Exception e) { // what Jetty declares
            throw new IllegalStateException("the certificate cannot be used", e);
        }
    }

    private void tighten(Connector connector) {
        if (connector instanceof ServerConnector server) {
            // Left alone the kernel keeps up to 4 MB for each client that does not read.
            server.setAcceptedSendBufferSize(SEND_BUFFER_BYTES);
            server.setAcceptQueueSize(ACCEPT_QUEUE);
        }
        HttpConnectionFactory http = connector.getConnectionFactory(HttpConnectionFactory.class);
        if (http == null) {
            return;
        }
        HttpConfiguration configuration = http.getHttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setSendXPoweredBy(false);
        configuration.setRequestHeaderSize(16 * 1024);
        if (!options.proxyFrom().isEmpty()) {
            configuration.addCustomizer(new ProxyCustomizer(options.proxyFrom()));
        }
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
            second.setAcceptQueueSize(ACCEPT_QUEUE);
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
