package dev.procdeck.protocol.codec;

import dev.procdeck.protocol.operation.Outcome;

/// The encoding of one outcome on its own, as the agent's journal keeps it.
public final class OutcomeCodec {
    private OutcomeCodec() {}

    public static void put(WireWriter out, Outcome outcome) {
        SharedCodec.putOutcome(out, outcome);
    }

    public static Outcome take(WireReader in) throws ProtocolException {
        return SharedCodec.takeOutcome(in);
    }
}
