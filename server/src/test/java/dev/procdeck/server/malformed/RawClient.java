package dev.procdeck.server.malformed;

import dev.procdeck.server.testing.Browser;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/// Sends bytes as they are and tells how the answer begins.
final class RawClient {
    /// Longer than this and the request hangs (security.md, "Figures to promise").
    static final int PATIENCE_MILLIS = 5_000;

    static final int CLOSED = 0;
    static final int HANGS = -1;
    static final int NONSENSE = -2;

    private final SSLContext tls;
    private final int port;

    RawClient(int port) throws GeneralSecurityException {
        this.port = port;
        tls = SSLContext.getInstance("TLS");
        tls.init(null, new TrustManager[] {Browser.trustsAll()}, null);
    }

    /// The status of the answer; [#CLOSED], [#HANGS] or [#NONSENSE] where there is none.
    int send(byte[] request) throws IOException {
        try (SSLSocket socket =
                (SSLSocket) tls.getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.startHandshake();
            try {
                socket.getOutputStream().write(request);
                socket.getOutputStream().flush();
                socket.shutdownOutput();
            } catch (IOException cutOff) {
                // The server may refuse before it has read everything; its answer is still there.
            }
            return status(socket.getInputStream());
        }
    }

    /// The same without TLS in front.
    int sendPlain(byte[] bytes) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(bytes);
            socket.shutdownOutput();
            InputStream in = socket.getInputStream();
            while (in.read() >= 0) {
                // Until it closes.
            }
            return CLOSED;
        } catch (SocketTimeoutException e) {
            return HANGS;
        } catch (IOException reset) {
            return CLOSED;
        }
    }

    private static int status(InputStream in) {
        byte[] line = new byte[12];
        try {
            int length = in.readNBytes(line, 0, line.length);
            if (length == 0) {
                return CLOSED;
            }
            String text = new String(line, 0, length, StandardCharsets.US_ASCII);
            return text.matches("HTTP/1\\.[01] [1-5][0-9]{2}")
                    ? Integer.parseInt(text.substring(9))
                    : NONSENSE;
        } catch (SocketTimeoutException e) {
            return HANGS;
        } catch (IOException reset) {
            return CLOSED;
        }
    }
}
