package dev.procdeck.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.AccessDeniedException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/// What a command or a server that does not start says last.
class ServerMainTest {
    @Test
    void theReasonNamesWhatIsTheMatter() {
        Throwable file =
                new IOException(
                        "/k.pem cannot be read by the user that the server runs as",
                        new AccessDeniedException("/k.pem"));
        Throwable database =
                new SQLException(
                        "Connection to db:5432 refused.",
                        new ConnectException("Connection refused"));

        assertThat(ServerMain.reason(inTheProgramsParts(file)))
                .isEqualTo("/k.pem cannot be read by the user that the server runs as");
        assertThat(ServerMain.reason(inTheProgramsParts(database)))
                .isEqualTo("Connection to db:5432 refused.");
        assertThat(ServerMain.reason(inTheProgramsParts(new IllegalStateException("no such key"))))
                .isEqualTo("no such key");
        assertThat(ServerMain.reason(new IllegalStateException()))
                .isEqualTo("IllegalStateException");
    }

    private static Throwable inTheProgramsParts(Throwable cause) {
        return new IllegalStateException(
                "Error creating bean",
                new IllegalStateException("Failed to initialize pool", cause));
    }
}
