package dev.procdeck.host.facts;

import dev.procdeck.host.facts.HostFacts.InterfaceAddresses;
import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.sockets.IpAddress;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The interfaces of this process's network namespace that have addresses. Stateless.
final class InterfaceReader {
    private InterfaceReader() {}

    static Reading<List<InterfaceAddresses>> read() {
        try {
            return Reading.of(
                    NetworkInterface.networkInterfaces().map(InterfaceReader::addresses).toList());
        } catch (SocketException e) {
            return Reading.unsupported(String.valueOf(e.getMessage()));
        }
    }

    private static InterfaceAddresses addresses(NetworkInterface net) {
        List<String> addresses =
                net.getInterfaceAddresses().stream().map(InterfaceReader::text).sorted().toList();
        try {
            return new InterfaceAddresses(
                    net.getName(),
                    net.isUp(),
                    net.isLoopback(),
                    hardware(net.getHardwareAddress()),
                    addresses);
        } catch (SocketException e) {
            // It went away meanwhile.
            return new InterfaceAddresses(
                    net.getName(), false, false, Reading.unsupported("gone"), addresses);
        }
    }

    private static String text(InterfaceAddress address) {
        InetAddress inet = address.getAddress();
        // The JDK appends the interface to link-local addresses.
        String plain = inet.getHostAddress().replaceFirst("%.*", "");
        return compressed(inet, plain) + "/" + address.getNetworkPrefixLength();
    }

    private static String compressed(InetAddress inet, String plain) {
        byte[] bytes = inet.getAddress();
        if (bytes.length != 16) {
            return plain;
        }
        var buffer = ByteBuffer.wrap(bytes);
        return IpAddress.v6(buffer.getLong(), buffer.getLong()).toString();
    }

    private static Reading<String> hardware(byte @Nullable [] address) {
        return address == null || address.length == 0
                ? Reading.unsupported("no hardware address")
                : Reading.of(HexFormat.ofDelimiter(":").formatHex(address));
    }
}
