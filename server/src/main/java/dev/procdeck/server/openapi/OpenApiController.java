package dev.procdeck.server.openapi;

import dev.procdeck.server.security.Gate;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/openapi.json`: what this API is, for whoever is signed in.
@RestController
public class OpenApiController {
    private static final String RESOURCE = "/openapi.json";

    /// The description.
    @GetMapping(value = "/api/v1/openapi.json", produces = MediaType.APPLICATION_JSON_VALUE)
    @Gate
    public byte[] getOpenApi() throws IOException {
        return read().getBytes(StandardCharsets.UTF_8);
    }

    /// The text of the description.
    public static String read() throws IOException {
        try (InputStream in = OpenApiController.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IOException("the API description is missing from the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
