package dev.procdeck.server.http;

import java.net.InetAddress;

/// A block of addresses: `10.0.0.0/8`, `fd00::/8`, or one address. Immutable.
record Cidr(byte[] network, int bits) {
    /// Reads a block.
    ///
    /// @throws IllegalArgumentException naming what is wrong
    static Cidr parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        byte[] network;
        try {
            network = InetAddress.ofLiteral(address).getAddress();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no address and no block like 10.0.0.0/8", e);
        }
        int most = network.length * Byte.SIZE;
        String length = slash < 0 ? Integer.toString(most) : text.substring(slash + 1);
        if (!length.matches("[0-9]{1,3}") || Integer.parseInt(length) > most) {
            throw new IllegalArgumentException(
                    "\"" + text + "\": the length after the slash is from 0 to " + most);
        }
        return new Cidr(network, Integer.parseInt(length));
    }

    /// Whether an address (a literal, also in brackets) lies in it; text that is none does not.
    boolean contains(String address) {
        byte[] other;
        try {
            other = InetAddress.ofLiteral(address.replaceAll("[\\[\\]]", "")).getAddress();
        } catch (IllegalArgumentException e) {
            return false;
        }
        if (other.length != network.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> bit % Byte.SIZE;
            int at = bit / Byte.SIZE;
            if ((network[at] & mask) != (other[at] & mask)) {
                return false;
            }
        }
        return true;
    }
}
