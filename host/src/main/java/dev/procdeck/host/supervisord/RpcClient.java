package dev.procdeck.host.supervisord;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Calls supervisord: one connection and one deadline for each call. Thread-safe.
final class RpcClient {

    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final int LARGEST_ANSWER = 8 << 20;

    private final Path socket;
    private final String authorization;

    /// @param userName and `password` from the configuration; both empty when it asks for none
    RpcClient(Path socket, String userName, String password) {
        this.socket = socket;
        this.authorization =
                userName.isEmpty()
                        ? ""
                        : "Authorization: Basic "
                                + Base64.getEncoder()
                                        .encodeToString(
                                                (userName + ":" + password)
                                                        .getBytes(StandardCharsets.UTF_8))
                                + "\r\n";
    }

    Path socket() {
        return socket;
    }

    Object call(RpcMethod method, Object... parameters) throws RpcException {
        byte[] body = XmlRpc.call(method, parameters).getBytes(StandardCharsets.UTF_8);
        return XmlRpc.parseAnswer(exchange(body));
    }

    private byte[] exchange(byte[] body) throws RpcException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            // The JDK has no time-out for a blocking channel; closing it under the reader is one.
            CompletableFuture<Void> guard =
                    CompletableFuture.runAsync(
                            () -> close(channel),
                            CompletableFuture.delayedExecutor(
                                    DEADLINE.toMillis(), TimeUnit.MILLISECONDS));
            try {
                connect(channel);
                return send(channel, body);
            } finally {
                guard.cancel(false);
            }
        } catch (IOException failed) {
            throw new RpcException.NoAnswer(String.valueOf(failed.getMessage()));
        }
    }

    private void connect(SocketChannel channel) throws RpcException {
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException failed) {
            String why = String.valueOf(failed.getMessage());
            throw new RpcException.Unreachable(why, why.contains("ermission"));
        }
    }

    private byte[] send(SocketChannel channel, byte[] body) throws IOException, RpcException {
        String head =
                "POST /RPC2 HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/xml\r\n"
                        + authorization
                        + "Content-Length: "
                        + body.length
                        + "\r\nConnection: close\r\n\r\n";
        write(channel, head.getBytes(StandardCharsets.ISO_8859_1));
        write(channel, body);
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(16 * 1024);
        while (!isComplete(answer) && channel.read(buffer) >= 0) {
            answer.write(buffer.array(), 0, buffer.position());
            buffer.clear();
            if (answer.size() > LARGEST_ANSWER) {
                throw new RpcException.NoAnswer("answer too large");
            }
        }
        return HttpAnswer.body(answer.toByteArray());
    }

    /// supervisord may keep the connection open all the same; its answers say how long they are.
    private static boolean isComplete(ByteArrayOutputStream answer) {
        return answer.size() > 0 && HttpAnswer.isComplete(answer.toByteArray());
    }

    private static void write(SocketChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException closed) {
            // That is what was wanted.
        }
    }
}
