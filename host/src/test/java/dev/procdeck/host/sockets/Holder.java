package dev.procdeck.host.sockets;

import java.net.DatagramSocket;
import java.net.ServerSocket;

/// Runs as a process of its own (see [HeldSocketsTest]): waits on one TCP and one UDP port, which
/// it prints, and for the end of its input.
final class Holder {
    public static void main(String[] arguments) throws Exception {
        try (ServerSocket tcp = new ServerSocket(0);
                DatagramSocket udp = new DatagramSocket()) {
            System.out.println(tcp.getLocalPort() + " " + udp.getLocalPort());
            while (System.in.read() >= 0) {}
        }
    }
}
