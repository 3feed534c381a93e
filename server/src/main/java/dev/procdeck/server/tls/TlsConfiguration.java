package dev.procdeck.server.tls;

import dev.procdeck.server.ServerOptions;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Set;
import org.springframework.boot.autoconfigure.ssl.SslBundleRegistrar;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Gives the listener its certificate as the SSL bundle `procdeck`, TLS 1.2 and 1.3 only.
@Configuration(proxyBeanMethods = false)
public class TlsConfiguration {
    @Bean
    CertificateHolder certificateHolder(ServerOptions options, Clock clock)
            throws IOException, GeneralSecurityException {
        return CertificateHolder.open(options, clock);
    }

    @Bean
    SslBundleRegistrar listenerBundle(CertificateHolder certificates) {
        return registry -> {
            try {
                SslStoreBundle stores =
                        SslStoreBundle.of(
                                certificates.current().keyStore(CertificateHolder.PASSWORD),
                                CertificateHolder.PASSWORD,
                                null);
                registry.registerBundle(
                        "procdeck",
                        SslBundle.of(
                                stores,
                                SslBundleKey.of(CertificateHolder.PASSWORD),
                                SslOptions.of(null, Set.of("TLSv1.2", "TLSv1.3"))));
            } catch (IOException | GeneralSecurityException e) {
                throw new IllegalStateException("the certificate cannot be used", e);
            }
        };
    }
}
