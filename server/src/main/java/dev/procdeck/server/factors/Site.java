package dev.procdeck.server.factors;

import dev.procdeck.server.http.ApiException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.springframework.http.HttpStatus;

/// Where the browser is: the address in its bar, which has passed the Host allow-list. Immutable.
///
/// @param origin `https://name` with the port unless it is 443
/// @param rpId the host name alone
public record Site(String origin, String rpId) {
    private static final int HTTPS = 443;

    /// The site of a request.
    public static Site of(HttpServletRequest request) {
        String name = request.getServerName().toLowerCase(Locale.ROOT);
        int port = request.getServerPort();
        return new Site("https://" + name + (port == HTTPS ? "" : ":" + port), name);
    }

    /// Browsers know passkeys under host names only.
    ///
    /// @throws ApiException 400 `passkey_needs_name` when the address bar holds an IP address
    void requireName() {
        if (rpId.contains(":") || rpId.matches("[0-9.]+")) {
            throw ApiException.of(HttpStatus.BAD_REQUEST, "passkey_needs_name");
        }
    }
}
