package dev.procdeck.host.supervisord;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;

/// Answers of a supervisord, which may be anybody's program behind the socket.
@Tag("fuzz")
class SupervisordFuzzTest {
    @FuzzTest
    void xmlRpcAnswer(byte[] bytes) {
        try {
            if (XmlRpc.parseAnswer(bytes) instanceof List<?> list) {
                for (Object item : list) {
                    if (item instanceof Map<?, ?> struct) {
                        ProgramInfo.of(struct).toState();
                    }
                }
            }
        } catch (RpcException refused) {
            // The one allowed failure.
        }
    }

    @FuzzTest
    void httpAnswer(byte[] bytes) {
        HttpAnswer.isComplete(bytes);
        try {
            HttpAnswer.body(bytes);
        } catch (RpcException refused) {
            // The one allowed failure.
        }
    }

    @FuzzTest
    void configuration(byte[] bytes) {
        SupervisordSocket.parse(new String(bytes, StandardCharsets.UTF_8), Path.of("/etc/s.conf"));
    }
}
