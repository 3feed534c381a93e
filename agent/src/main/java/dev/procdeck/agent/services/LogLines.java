package dev.procdeck.agent.services;

import dev.procdeck.agent.Masking;
import dev.procdeck.protocol.answer.LogLine;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Says a log line in the protocol's words. A line is a service's own text: passwords in addresses
/// are masked, and nothing else can be told from what it means to say. Pure.
public final class LogLines {
    private LogLines() {}

    public static LogLine toProtocol(dev.procdeck.host.services.LogLine line) {
        return new LogLine(
                line.time().orElse(null),
                orNull(line.priority()),
                Masking.maskText(new String(line.message(), StandardCharsets.UTF_8)),
                orNull(line.pid()),
                orNull(line.invocationId()),
                orNull(line.cursor()));
    }

    private static @Nullable Integer orNull(OptionalInt value) {
        return value.isPresent() ? value.getAsInt() : null;
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
