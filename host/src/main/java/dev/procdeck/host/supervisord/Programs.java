package dev.procdeck.host.supervisord;

import dev.procdeck.host.services.KeptLog;
import dev.procdeck.host.services.LogLine;
import dev.procdeck.host.services.OutputLogs.Stream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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

    /// How long one of its logs is now; 0 as well when there is none.
    int logSize(String name, Stream stream) throws RpcException {
        RpcMethod tail = stream == Stream.STDERR ? RpcMethod.TAIL_STDERR : RpcMethod.TAIL_STDOUT;
        // Nothing of it is wanted: from beyond its end on it has no bytes, and a size.
        if (client.call(tail, name, Integer.MAX_VALUE, 0) instanceof List<?> answer
                && answer.size() > 1
                && answer.get(1) instanceof Integer size
                && size >= 0) {
            return size;
        }
        throw new RpcException.NoAnswer("no size");
    }

    String readLog(String name, Stream stream, int offset, int length) throws RpcException {
        RpcMethod read = stream == Stream.STDERR ? RpcMethod.READ_STDERR : RpcMethod.READ_STDOUT;
        if (client.call(read, name, offset, length) instanceof String text) {
            return text;
        }
        throw new RpcException.NoAnswer("no text");
    }

    /// The last lines of its standard error, else of its standard output.
    List<LogLine> lastLines(ProgramInfo info, int max) {
        List<LogLine> lines = tail(info.name(), Stream.STDERR);
        if (lines.isEmpty()) {
            lines = tail(info.name(), Stream.STDOUT);
        }
        return lines.subList(Math.max(0, lines.size() - max), lines.size());
    }

    private List<LogLine> tail(String name, Stream stream) {
        try {
            ProgramLog log = new ProgramLog(name, stream, LOG_TAIL);
            return log.look(this, System.nanoTime()) instanceof KeptLog.Lines
                    ? log.end()
                    : List.of();
        } catch (RpcException noLog) {
            return List.of();
        }
    }
}
