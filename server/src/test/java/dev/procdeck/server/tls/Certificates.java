package dev.procdeck.server.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Certificates of an authority of the test's own, made by openssl as people make them.
public final class Certificates {
    private final Path folder;

    private Certificates(Path folder) {
        this.folder = folder;
    }

    /// A new authority in this folder.
    public static Certificates in(Path folder) throws IOException {
        Certificates made = new Certificates(folder);
        made.openssl(
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-subj",
                "/CN=Test Authority",
                "-days",
                "30",
                "-keyout",
                "ca.key",
                "-out",
                "ca.pem");
        return made;
    }

    /// Signs a certificate for a name, and puts its chain and key into these files.
    ///
    /// @param newKey how openssl is asked for a key: `rsa:2048`, `ec -pkeyopt
    ///   ec_paramgen_curve:P-256`
    public void issue(String name, String newKey, Path chain, Path key) throws IOException {
        String csr = "req.csr";
        openssl(
                ("req -newkey "
                                + newKey
                                + " -nodes -subj /CN="
                                + name
                                + " -out "
                                + csr
                                + " -keyout "
                                + key)
                        .split(" "));
        openssl(
                "x509",
                "-req",
                "-in",
                csr,
                "-CA",
                "ca.pem",
                "-CAkey",
                "ca.key",
                "-days",
                "20",
                "-out",
                chain.toString());
    }

    void openssl(String... arguments) throws IOException {
        List<String> command = new java.util.ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes());
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new AssertionError(command + ": " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
