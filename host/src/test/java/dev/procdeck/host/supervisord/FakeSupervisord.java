package dev.procdeck.host.supervisord;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/// Answers each method with the same XML-RPC value or fault, for what the real one does only now
/// and then.
final class FakeSupervisord implements AutoCloseable {

    private final ServerSocketChannel listening;
    private final Map<RpcMethod, String> answers;

    FakeSupervisord(Path socket, Map<RpcMethod, String> answers) throws IOException {
        this.answers = answers;
        listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listening.bind(UnixDomainSocketAddress.of(socket));
        Thread.startVirtualThread(this::serve);
    }

    static String program(ProgramInfo.State state, int number, String spawnError) {
        return "<params><param><value><struct>"
                + member("group", "web")
                + member("name", "web")
                + member("statename", state.name())
                + "<member><name>state</name><value><int>"
                + number
                + "</int></value></member>"
                + member("spawnerr", spawnError)
                + "</struct></value></param></params>";
    }

    static String text(String text) {
        return "<params><param><value><string>" + text + "</string></value></param></params>";
    }

    /// What a log of so many bytes has behind its end.
    static String tail(int size) {
        return "<params><param><value><array><data><value><string></string></value><value><int>"
                + size
                + "</int></value><value><boolean>0</boolean></value></data></array></value>"
                + "</param></params>";
    }

    static String fault(int code, String text) {
        return "<fault><value><struct><member><name>faultCode</name><value><int>"
                + code
                + "</int></value></member>"
                + member("faultString", text)
                + "</struct></value></fault>";
    }

    private static String member(String name, String value) {
        return "<member><name>"
                + name
                + "</name><value><string>"
                + value
                + "</string></value></member>";
    }

    private void serve() {
        while (listening.isOpen()) {
            try (SocketChannel asking = listening.accept()) {
                answer(asking);
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void answer(SocketChannel asking) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(16 * 1024);
        String call = "";
        while (!call.endsWith("</methodCall>") && asking.read(buffer) >= 0) {
            call = new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
        }
        for (RpcMethod method : RpcMethod.values()) {
            if (call.contains("<methodName>" + method.wireName() + "<")) {
                byte[] body =
                        ("<methodResponse>" + answers.get(method) + "</methodResponse>")
                                .getBytes(StandardCharsets.UTF_8);
                String head = "HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\n\r\n";
                asking.write(ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII)));
                asking.write(ByteBuffer.wrap(body));
            }
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
