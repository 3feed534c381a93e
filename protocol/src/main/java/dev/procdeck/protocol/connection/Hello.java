package dev.procdeck.protocol.connection;

import dev.procdeck.protocol.codec.ProtocolException;
import dev.procdeck.protocol.codec.WireReader;
import dev.procdeck.protocol.codec.WireWriter;

/// What each half says first. Its encoding is the same in every protocol version.
///
/// @param protocolVersion halves that differ refuse to work together
/// @param programVersion for people
/// @param bootId of the agent's host; empty from the server
/// @param pid of the half that speaks
/// @param lastOperationId the highest id of an operation that the agent ever recorded, so that a
///   server with a new database does not give it out again; 0 from the server
public record Hello(
        int protocolVersion, String programVersion, String bootId, long pid, long lastOperationId) {
    /// Raised with every change of the encoding.
    public static final int PROTOCOL_VERSION = 6;

    private static final int MAGIC = 0x50444B31;

    public static Hello ofServer(String programVersion) {
        return of(programVersion, "", 0);
    }

    public static Hello ofAgent(String programVersion, String bootId, long lastOperationId) {
        return of(programVersion, bootId, lastOperationId);
    }

    private static Hello of(String programVersion, String bootId, long lastOperationId) {
        return new Hello(
                PROTOCOL_VERSION,
                programVersion,
                bootId,
                ProcessHandle.current().pid(),
                lastOperationId);
    }

    /// Whether the halves speak the same version.
    public boolean speaksOurs() {
        return protocolVersion == PROTOCOL_VERSION;
    }

    byte[] encode() {
        WireWriter out = new WireWriter();
        out.unsigned(MAGIC);
        out.integer(protocolVersion);
        out.text(programVersion);
        out.text(bootId);
        out.signed(pid);
        out.signed(lastOperationId);
        return out.toBytes();
    }

    /// Ignores what a later version may have added at the end.
    static Hello decode(byte[] body) throws ProtocolException {
        WireReader in = new WireReader(body);
        if (in.unsigned() != MAGIC) {
            throw new ProtocolException("not the protocol of procdeck");
        }
        return new Hello(in.integer(), in.text(), in.text(), in.signed(), in.signed());
    }
}
