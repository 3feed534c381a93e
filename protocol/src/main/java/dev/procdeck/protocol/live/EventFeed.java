package dev.procdeck.protocol.live;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Where the feed of events stands.
///
/// @param source `bpf`, `connector` or `polling`
/// @param reason why the source is not a better one; null when it is the best
/// @param since nothing before this is known
/// @param lost how many events are missing, at least; what the process table knew of them was made
///   up for
/// @param held how many processes the agent remembers
public record EventFeed(
        String source, @Nullable String reason, Instant since, long lost, int held) {}
