package dev.procdeck.server.http;

import jakarta.servlet.http.HttpServletRequest;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;

/// The connection a request came over. Thread-safe.
public final class ClientConnection {
    private final EndPoint endPoint;

    private ClientConnection(EndPoint endPoint) {
        this.endPoint = endPoint;
    }

    public static ClientConnection of(HttpServletRequest request) {
        return new ClientConnection(
                ServletContextRequest.getServletContextRequest(request)
                        .getConnectionMetaData()
                        .getConnection()
                        .getEndPoint());
    }

    /// Closes it at once, whatever waits to be sent: the way to end an answer that the client does
    /// not take, whose proper end would wait for the client as well.
    public void cut() {
        endPoint.close();
    }
}
