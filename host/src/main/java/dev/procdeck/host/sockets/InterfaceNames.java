package dev.procdeck.host.sockets;

import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.HashMap;
import java.util.Map;

/// Names of interfaces by index, looked up once each; forgotten from time to time, since names
/// change. For one thread.
final class InterfaceNames {
    private final Map<Integer, String> known = new HashMap<>();

    String nameOf(int index) {
        if (index == 0) {
            return "";
        }
        return known.computeIfAbsent(index, InterfaceNames::find);
    }

    void forget() {
        known.clear();
    }

    private static String find(int index) {
        try {
            NetworkInterface found = NetworkInterface.getByIndex(index);
            return found == null ? "if" + index : found.getName();
        } catch (SocketException e) {
            return "if" + index;
        }
    }
}
