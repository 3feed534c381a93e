package dev.procdeck.host.sockets;

/// An IPv4 or IPv6 address as two words, so that a table of 100,000 sockets stays small. Immutable.
///
/// An IPv4-mapped IPv6 address stays what it is (`::ffff:192.0.2.1`), unlike in `java.net`.
///
/// @param high the first eight bytes of an IPv6 address; 0 for IPv4
/// @param low the last eight bytes, or the four bytes of IPv4 as a number
public record IpAddress(boolean isV6, long high, long low) {

    private static final long MAPPED = 0xffffL;

    public static IpAddress v4(int address) {
        return new IpAddress(false, 0, address & 0xffff_ffffL);
    }

    public static IpAddress v6(long high, long low) {
        return new IpAddress(true, high, low);
    }

    /// 0.0.0.0 or ::.
    public boolean isAny() {
        return high == 0 && low == 0;
    }

    /// As RFC 5952 writes it.
    @Override
    public String toString() {
        if (!isV6) {
            return dotted(new StringBuilder(15)).toString();
        }
        if (high == 0 && low >>> 32 == MAPPED) {
            return dotted(new StringBuilder(22).append("::ffff:")).toString();
        }
        return groups();
    }

    private StringBuilder dotted(StringBuilder out) {
        return out.append(low >>> 24 & 0xff)
                .append('.')
                .append(low >>> 16 & 0xff)
                .append('.')
                .append(low >>> 8 & 0xff)
                .append('.')
                .append(low & 0xff);
    }

    private int group(int index) {
        long word = index < 4 ? high : low;
        return (int) (word >>> 16 * (3 - (index & 3))) & 0xffff;
    }

    private String groups() {
        int bestStart = -1;
        int bestLength = 1;
        for (int i = 0; i < 8; i++) {
            int length = 0;
            while (i + length < 8 && group(i + length) == 0) {
                length++;
            }
            if (length > bestLength) {
                bestStart = i;
                bestLength = length;
            }
            i += length;
        }
        var out = new StringBuilder(39);
        for (int i = 0; i < 8; i++) {
            if (i == bestStart) {
                out.append("::");
                i += bestLength - 1;
            } else {
                if (i > 0 && (bestStart < 0 || i != bestStart + bestLength)) {
                    out.append(':');
                }
                out.append(Integer.toHexString(group(i)));
            }
        }
        return out.toString();
    }
}
