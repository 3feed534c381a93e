package dev.procdeck.server.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.HostPort;
import org.jspecify.annotations.Nullable;

/// Believes `X-Forwarded-For` and `X-Forwarded-Host` of the reverse proxies that `--proxy-from`
/// names, and of nobody else (Z6). The client is the last address that no such proxy has added:
/// whatever stands before it was written by the client.
final class ProxyCustomizer implements HttpConfiguration.Customizer {
    private static final int HTTPS = 443;

    private final List<Cidr> proxies;

    ProxyCustomizer(List<String> proxies) {
        this.proxies = proxies.stream().map(Cidr::parse).toList();
    }

    @Override
    public Request customize(Request request, HttpFields.Mutable responseHeaders) {
        if (!isProxy(Request.getRemoteAddr(request))) {
            return request;
        }
        String client = client(request);
        HostPort host = host(request);
        return client == null && host == null ? request : new Forwarded(request, client, host);
    }

    private boolean isProxy(String address) {
        return proxies.stream().anyMatch(proxy -> proxy.contains(address));
    }

    private @Nullable String client(Request request) {
        List<String> hops =
                request.getHeaders().getValuesList("X-Forwarded-For").stream()
                        .flatMap(value -> List.of(value.split(",", -1)).stream())
                        .map(String::strip)
                        .toList();
        for (int i = hops.size() - 1; i >= 0; i--) {
            String hop = hops.get(i);
            if (!isAddress(hop)) {
                return null;
            }
            if (!isProxy(hop) || i == 0) {
                return hop;
            }
        }
        return null;
    }

    private static @Nullable HostPort host(Request request) {
        String value = request.getHeaders().get("X-Forwarded-Host");
        if (value == null || value.isBlank()) {
            return null;
        }
        try {
            return new HostPort(value.substring(value.lastIndexOf(',') + 1).strip());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static boolean isAddress(String text) {
        try {
            return InetAddress.ofLiteral(text) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /// The request as the proxy received it.
    private static final class Forwarded extends Request.Wrapper {
        private final ConnectionMetaData connection;
        private final HttpFields headers;
        private final HttpURI uri;

        Forwarded(Request request, @Nullable String client, @Nullable HostPort host) {
            super(request);
            this.connection = new From(request.getConnectionMetaData(), client, host);
            if (host == null) {
                this.headers = request.getHeaders();
                this.uri = request.getHttpURI();
                return;
            }
            String authority =
                    host.getPort() <= 0 || host.getPort() == HTTPS
                            ? host.getHost()
                            : host.getHost() + ":" + host.getPort();
            HttpFields.Mutable replaced = HttpFields.build(request.getHeaders());
            replaced.put(new HttpField(HttpHeader.HOST, authority));
            this.headers = replaced.asImmutable();
            this.uri =
                    HttpURI.build(request.getHttpURI())
                            .host(host.getHost())
                            .port(host.getPort() <= 0 ? HTTPS : host.getPort())
                            .asImmutable();
        }

        @Override
        public ConnectionMetaData getConnectionMetaData() {
            return connection;
        }

        @Override
        public HttpFields getHeaders() {
            return headers;
        }

        @Override
        public HttpURI getHttpURI() {
            return uri;
        }
    }

    /// The connection as it was before the proxy.
    private static final class From extends ConnectionMetaData.Wrapper {
        private final @Nullable String client;
        private final @Nullable HostPort host;

        From(ConnectionMetaData connection, @Nullable String client, @Nullable HostPort host) {
            super(connection);
            this.client = client;
            this.host = host;
        }

        @Override
        public SocketAddress getRemoteSocketAddress() {
            return client == null
                    ? super.getRemoteSocketAddress()
                    : new InetSocketAddress(InetAddress.ofLiteral(client), 0);
        }

        @Override
        public @Nullable HostPort getServerAuthority() {
            return host == null ? super.getServerAuthority() : host;
        }
    }
}
