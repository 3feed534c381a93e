package dev.procdeck.server.setup;

import dev.procdeck.server.ServerOptions;
import dev.procdeck.server.console.Console;
import dev.procdeck.server.tls.ServerCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// What a person reads after the start: where the page is, what its certificate looks like, how to
/// get there from elsewhere, and, until there is an account, the code for set-up.
@Component
public class StartLines {
    private final ServerOptions options;
    private final ServerCertificate certificate;
    private final SetupCode setupCode;
    private final Console console;

    StartLines(
            ServerOptions options,
            ServerCertificate certificate,
            SetupCode setupCode,
            Console console) {
        this.options = options;
        this.certificate = certificate;
        this.setupCode = setupCode;
        this.console = console;
    }

    /// Prints them, once the port is open.
    @EventListener
    void print(WebServerInitializedEvent event) throws IOException {
        int port = event.getWebServer().getPort();
        String bind = options.bind();
        boolean everywhere = bind != null && InetAddress.ofLiteral(bind).isAnyLocalAddress();
        boolean loopback = bind == null || InetAddress.ofLiteral(bind).isLoopbackAddress();
        String host =
                loopback
                        ? "127.0.0.1"
                        : everywhere ? machineName() : bracketed(bind == null ? "" : bind);
        StringBuilder text = new StringBuilder(600);
        text.append("\nProcdeck is ready: https://")
                .append(host)
                .append(':')
                .append(port)
                .append('\n');
        text.append("Certificate SHA-256: ").append(certificate.fingerprint()).append('\n');
        if (loopback) {
            text.append("From another machine: ssh -L ")
                    .append(port)
                    .append(":127.0.0.1:")
                    .append(port)
                    .append(" THIS-HOST, then open https://localhost:")
                    .append(port)
                    .append("; or start with --bind 0.0.0.0\n");
        }
        Optional<String> code = setupCode.issue();
        code.ifPresent(value ->
                text.append("Set-up code (once, within 15 minutes): ").append(value).append('\n'));
        console.line(text.toString());
    }

    private static String bracketed(String address) {
        return address.indexOf(':') < 0 ? address : "[" + address + "]";
    }

    private static String machineName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "127.0.0.1";
        }
    }
}
