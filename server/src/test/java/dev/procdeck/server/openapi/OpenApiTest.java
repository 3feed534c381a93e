package dev.procdeck.server.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.server.http.Problem;
import dev.procdeck.server.security.Actor;
import dev.procdeck.server.security.Role;
import dev.procdeck.server.testing.ServerTest;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.converter.ResolvedSchema;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springdoc.webmvc.api.OpenApiWebMvcResource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// `web/openapi.json` is what the routes say. Run with `-Dprocdeck.rewriteGolden=true` to write it
/// anew.
@Import(OpenApiTest.Description.class)
@TestPropertySource(properties = "springdoc.default-flat-param-object=true")
@DirtiesContext // its own context would stay connected and take the agent's news a second time
class OpenApiTest extends ServerTest {
    private static final Path GOLDEN = Path.of("../web/openapi.json");
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    @Autowired private OpenApiWebMvcResource resource;

    @Test
    void theCommittedDescriptionIsWhatTheRoutesSay() throws Exception {
        byte[] bytes =
                resource.openapiJson(new MockHttpServletRequest(), "/v3/api-docs", Locale.ENGLISH);
        String now = JSON.writeValueAsString(JSON.readTree(bytes)) + "\n";
        if (Boolean.getBoolean("procdeck.rewriteGolden")) {
            Files.writeString(GOLDEN, now);
        }
        assertThat(now)
                .as("web/openapi.json differs from the routes: make golden")
                .isEqualTo(Files.readString(GOLDEN, StandardCharsets.UTF_8));
    }

    @Test
    void everyOperationHasAnIdOfItsOwnAndProblems() throws Exception {
        JsonNode paths =
                JSON.readTree(
                                resource.openapiJson(
                                        new MockHttpServletRequest(),
                                        "/v3/api-docs",
                                        Locale.ENGLISH))
                        .path("paths");
        List<String> ids = new ArrayList<>();
        paths.values()
                .forEach(path ->
                        path.values()
                                .forEach(operation -> {
                                    ids.add(operation.path("operationId").asString());
                                    assertThat(operation.path("responses").has("default")).isTrue();
                                }));
        assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("[a-z][a-zA-Z]+"));
    }

    @Test
    void whoeverIsSignedInMayReadIt() {
        assertThat(browser().get("/api/v1/openapi.json").status()).isEqualTo(401);
        assertThat(
                        signedIn(Role.VIEWER)
                                .get("/api/v1/openapi.json")
                                .json()
                                .path("openapi")
                                .asString())
                .startsWith("3.");
    }

    /// How the description is made from the routes.
    @TestConfiguration(proxyBeanMethods = false)
    static class Description {
        static {
            SpringDocUtils.getConfig().addRequestWrapperToIgnore(Actor.class);
        }

        @Bean
        RecordSchemas recordSchemas() {
            return new RecordSchemas();
        }

        @Bean
        GlobalOpenApiCustomizer procdeckDescription() {
            return Description::complete;
        }

        private static void complete(OpenAPI api) {
            api.setInfo(
                    new Info()
                            .title("Procdeck")
                            .version("v1")
                            .description(
                                    "Lists are {total, items}. Errors are application/problem+json (RFC 9457) with a stable code."
                                            + " Changes need the header X-XSRF-TOKEN with the value of the cookie __Host-XSRF-TOKEN."));
            api.setServers(List.of());
            api.setTags(null);
            ResolvedSchema problem =
                    ModelConverters.getInstance(true).readAllAsResolvedSchema(Problem.class);
            problem.referencedSchemas.forEach(
                    (name, schema) -> api.getComponents().addSchemas(name, schema));
            api.getComponents()
                    .addSecuritySchemes(
                            "session",
                            new SecurityScheme()
                                    .type(SecurityScheme.Type.APIKEY)
                                    .in(SecurityScheme.In.COOKIE)
                                    .name("__Host-session"));
            api.addSecurityItem(new SecurityRequirement().addList("session"));
            api.getComponents().setSchemas(new TreeMap<>(api.getComponents().getSchemas()));
            api.getPaths()
                    .values()
                    .forEach(path -> path.readOperations().forEach(Description::complete));
        }

        private static void complete(Operation operation) {
            operation.setTags(null);
            operation
                    .getResponses()
                    .addApiResponse(
                            "default",
                            new ApiResponse()
                                    .description("A problem")
                                    .content(
                                            new Content()
                                                    .addMediaType(
                                                            "application/problem+json",
                                                            new MediaType()
                                                                    .schema(
                                                                            new Schema<>()
                                                                                    .$ref(
                                                                                            "#/components/schemas/Problem")))));
        }
    }
}
