package dev.procdeck.host.resources;

import java.util.OptionalLong;

/// How much a counter grew; nothing when it went backwards (reset, wrap, another device under the
/// same name).
final class Counters {
    private Counters() {}

    static OptionalLong grown(long now, long before) {
        return now >= before ? OptionalLong.of(now - before) : OptionalLong.empty();
    }
}
