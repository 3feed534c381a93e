package dev.procdeck.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.procdeck.server.commands.CommandsController.CommandRequest;
import dev.procdeck.server.operations.OperationsController.SeenRequest;
import dev.procdeck.server.processes.ProcessActsController.PriorityRequest;
import dev.procdeck.server.processes.ProcessActsController.SignalRequest;
import dev.procdeck.server.services.ServiceActsController.OperationRequest;
import dev.procdeck.server.session.SessionController.SignInRequest;
import dev.procdeck.server.setup.SetupController.SetupRequest;
import dev.procdeck.server.users.UsersController.UserAddRequest;
import dev.procdeck.server.users.UsersController.UserChangeRequest;
import java.util.List;
import org.junit.jupiter.api.Tag;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Bodies of requests, read with the mapper that the server has: a value or what the mapper throws,
/// which is answered 400.
@Tag("fuzz")
class BodyFuzzTest {
    private static final List<Class<?>> BODIES =
            List.of(
                    CommandRequest.class,
                    SeenRequest.class,
                    PriorityRequest.class,
                    SignalRequest.class,
                    OperationRequest.class,
                    SignInRequest.class,
                    SetupRequest.class,
                    UserAddRequest.class,
                    UserChangeRequest.class);
    private static final JsonMapper JSON = mapper();

    private static JsonMapper mapper() {
        JsonMapper.Builder builder =
                JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        new JsonConfiguration().strictJson().customize(builder);
        return builder.build();
    }

    @FuzzTest
    void body(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        Class<?> type = BODIES.get((bytes[0] & 0xff) % BODIES.size());
        try {
            Object value = JSON.readValue(bytes, 1, bytes.length - 1, type);
            if (value != null) {
                assertThat(value).isInstanceOf(type);
            }
        } catch (JacksonException refused) {
            assertThat(refused.getOriginalMessage()).isNotEmpty();
        }
    }
}
