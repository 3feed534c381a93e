package dev.procdeck.server.tls;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The names and addresses under which this machine can be asked for, as the machine itself knows
/// them. Immutable.
///
/// @param dnsNames lower-case host names, localhost first
/// @param addresses raw IPv4 and IPv6 addresses of the interfaces that are up, loopback included
public record MachineNames(List<String> dnsNames, List<byte[]> addresses) {
    public MachineNames {
        dnsNames = List.copyOf(dnsNames);
        addresses = List.copyOf(addresses);
    }

    /// Reads them now; `further` are names from the command line.
    public static MachineNames read(List<String> further) {
        Set<String> names = new LinkedHashSet<>();
        names.add("localhost");
        try {
            InetAddress self = InetAddress.getLocalHost();
            addName(names, self.getHostName());
        } catch (UnknownHostException e) {
            // A machine whose own name does not resolve: the exception's text is no source,
            // loopback is enough.
        }
        further.forEach(name -> addName(names, name));
        return new MachineNames(new ArrayList<>(names), readAddresses());
    }

    /// The machine's own name, or localhost.
    String first() {
        return dnsNames.size() > 1 ? dnsNames.get(1) : dnsNames.get(0);
    }

    /// Whether this is a host name (not an address) that a certificate can carry.
    static boolean isDnsName(String name) {
        return name.matches("[A-Za-z0-9]([A-Za-z0-9._-]{0,251}[A-Za-z0-9])?")
                && !name.matches("[0-9.]+");
    }

    private static void addName(Set<String> names, String name) {
        if (isDnsName(name)) {
            names.add(name.toLowerCase(Locale.ROOT));
        }
    }

    private static List<byte[]> readAddresses() {
        List<byte[]> addresses = new ArrayList<>();
        addresses.add(new byte[] {127, 0, 0, 1});
        byte[] loopback6 = new byte[16];
        loopback6[15] = 1;
        addresses.add(loopback6);
        try {
            NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress())
                    .forEach(address -> addresses.add(address.getAddress()));
        } catch (SocketException e) {
            // No interface can be listed: loopback is what is left.
        }
        return addresses;
    }
}
