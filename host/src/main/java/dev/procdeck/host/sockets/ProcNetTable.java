package dev.procdeck.host.sockets;

import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.procfs.KeptFile;
import dev.procdeck.host.procfs.NetSockets;
import dev.procdeck.host.sockets.SocketRow.Protocol;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/// Sockets by /proc/net, for hosts whose kernel refuses or lacks sock_diag. What it does not know
/// stays 0.
final class ProcNetTable implements SocketTable {
    private final Map<Protocol, KeptFile> files = new EnumMap<>(Protocol.class);
    private final SocketFields fields = new SocketFields();

    /// @param net a process's view of its network, such as /proc/self/net
    ProcNetTable(Path net) {
        for (Protocol protocol : Protocol.values()) {
            String name = protocol.name().toLowerCase(Locale.ROOT);
            files.put(protocol, new KeptFile(net.resolve(name)));
        }
    }

    @Override
    public Reading<Integer> read(Protocol protocol, Detail detail, Consumer<SocketFields> visitor) {
        boolean listenersOnly = detail == Detail.LISTENERS;
        boolean tcp = protocol == Protocol.TCP || protocol == Protocol.TCP6;
        boolean v6 = protocol == Protocol.TCP6 || protocol == Protocol.UDP6;
        SocketState listening = tcp ? SocketState.LISTEN : SocketState.CLOSE;
        KeptFile file = files.get(protocol);
        if (file == null) {
            throw new IllegalStateException("no file for " + protocol);
        }
        return file.read()
                .map(text -> {
                    int[] count = {0};
                    NetSockets.parse(
                            text,
                            v6,
                            line -> {
                                fill(protocol, line);
                                if (!listenersOnly || fields.state == listening) {
                                    count[0]++;
                                    visitor.accept(fields);
                                }
                            });
                    return count[0];
                });
    }

    private void fill(Protocol protocol, NetSockets line) {
        fields.protocol = protocol;
        fields.state = SocketState.ofKernel(line.state);
        fields.localHigh = line.localHigh;
        fields.localLow = line.localLow;
        fields.localPort = line.localPort;
        fields.remoteHigh = line.remoteHigh;
        fields.remoteLow = line.remoteLow;
        fields.remotePort = line.remotePort;
        fields.receiveQueue = line.receiveQueue;
        fields.sendQueue = line.sendQueue;
        fields.uid = line.uid;
        fields.inode = line.inode;
    }

    @Override
    public void close() {
        files.values().forEach(KeptFile::close);
    }
}
