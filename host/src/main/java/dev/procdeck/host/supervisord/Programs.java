package dev.procdeck.host.supervisord;

import dev.procdeck.host.services.LogLine;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// supervisord's methods with types. Thread-safe.
record Programs(RpcClient client) {

    /// Bytes of a program's log that are looked at for its last lines.
    private static final int LOG_TAIL = 8 * 1024;

    List<ProgramInfo> list() throws RpcException {
        List<ProgramInfo> programs = new ArrayList<>();
        if (client.call(RpcMethod.LIST) instanceof List<?> list) {
            for (Object item : list) {
                if (item instanceof Map<?, ?> struct) {
                    programs.add(ProgramInfo.of(struct));
                }
            }
            return programs;
        }
        throw new RpcException.NoAnswer("no list");
    }

    ProgramInfo info(String name) throws RpcException {
        if (client.call(RpcMethod.INFO, name) instanceof Map<?, ?> struct) {
            return ProgramInfo.of(struct);
        }
        throw new RpcException.NoAnswer("no struct");
    }

    /// Returns once the process was made; whether it lives is seen in its state.
    void start(String name) throws RpcException {
        Object _ = client.call(RpcMethod.START, name, false);
    }

    /// Returns once it was asked to end.
    void stop(String name) throws RpcException {
        Object _ = client.call(RpcMethod.STOP, name, false);
    }

    /// The last lines of its standard error, else of its standard output. supervisord keeps no
    /// times, so each line has the time it can have been written at the latest.
    List<LogLine> lastLines(ProgramInfo info, int max) {
        List<String> lines = tail(RpcMethod.READ_STDERR, info.name());
        if (lines.isEmpty()) {
            lines = tail(RpcMethod.READ_STDOUT, info.name());
        }
        return lines.subList(Math.max(0, lines.size() - max), lines.size()).stream()
                .map(line ->
                        new LogLine(
                                "",
                                info.stop().orElse(info.start().orElse(Instant.EPOCH)),
                                OptionalInt.empty(),
                                info.program(),
                                OptionalInt.empty(),
                                info.name(),
                                "",
                                line.getBytes(StandardCharsets.UTF_8),
                                false))
                .toList();
    }

    private List<String> tail(RpcMethod method, String name) {
        try {
            // A negative offset counts from the end.
            return client.call(method, name, -LOG_TAIL, 0) instanceof String text
                    ? text.lines().toList()
                    : List.of();
        } catch (RpcException noLog) {
            return List.of();
        }
    }
}
