package dev.procdeck.server.setup;

import dev.procdeck.server.ServerOptions;
import dev.procdeck.server.console.Console;
import dev.procdeck.server.tls.CertificateHolder;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// What a person reads after the start: where the page is, what its certificate looks like, how to
/// get there from elsewhere, and, until there is an account, the code for set-up.
@Component
public class StartLines {
    private final ServerOptions options;
    private final CertificateHolder certificates;
    private final SetupCode setupCode;
    private final Console console;

    StartLines(
            ServerOptions options,
            CertificateHolder certificates,
            SetupCode setupCode,
            Console console) {
        this.options = options;
        this.certificates = certificates;
        this.setupCode = setupCode;
        this.console = console;
    }

    /// Prints them, once the port is open.
    @EventListener
    void print(WebServerInitializedEvent event) throws IOException {
        int port = event.getWebServer().getPort();
        StringBuilder text = new StringBuilder(800);
        text.append("\nProcdeck is ready:");
        addresses().forEach(host -> text.append(" https://").append(host).append(':').append(port));
        text.append('\n');
        text.append("Certificate SHA-256: ")
                .append(certificates.current().fingerprint())
                .append('\n');
        if (isLoopback()) {
            text.append("From another machine: ssh -L ")
                    .append(port)
                    .append(":127.0.0.1:")
                    .append(port)
                    .append(' ')
                    .append(machineName())
                    .append(", then open https://localhost:")
                    .append(port)
                    .append("; or start with --bind 0.0.0.0\n");
        } else {
            text.append("From another machine: any of these addresses that it can reach\n");
        }
        Optional<String> code = setupCode.issue();
        code.ifPresent(value ->
                text.append("Set-up code (once, within 15 minutes): ").append(value).append('\n'));
        console.line(text.toString());
    }

    private boolean isLoopback() {
        String bind = options.bind();
        return bind == null || InetAddress.ofLiteral(bind).isLoopbackAddress();
    }

    /// Where the page is: loopback, then what else the server listens on, ready for a browser's
    /// address bar.
    private List<String> addresses() {
        String bind = options.bind();
        if (bind == null) {
            return List.of("127.0.0.1");
        }
        InetAddress address = InetAddress.ofLiteral(bind);
        if (!address.isAnyLocalAddress()) {
            return List.of(text(address));
        }
        Set<String> all = new LinkedHashSet<>(List.of("127.0.0.1"));
        try {
            NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(own -> !own.isLoopbackAddress() && !own.isLinkLocalAddress())
                    .filter(own -> own instanceof Inet4Address || address instanceof Inet6Address)
                    .forEach(own -> all.add(text(own)));
        } catch (SocketException e) {
            // Loopback and the name are what is left to say.
        }
        all.add(machineName());
        return List.copyOf(all);
    }

    private static String text(InetAddress address) {
        String literal = address.getHostAddress().replaceFirst("%.*", "");
        return address instanceof Inet6Address ? "[" + literal + "]" : literal;
    }

    private static String machineName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
