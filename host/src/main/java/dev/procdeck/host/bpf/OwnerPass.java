package dev.procdeck.host.bpf;

/// One pass over all holders of sockets, whatever program makes it. Belongs to one thread.
interface OwnerPass extends AutoCloseable {
    /// Hands over every record. Answers false, and hands over none, when all are as they were at
    /// the last call.
    boolean run(IteratorProgram.Sink sink);

    @Override
    void close();

    /// The walk of Linux 6.7, else the iterator that it made cheaper.
    static OwnerPass load() throws BpfUnavailableException {
        try {
            return WalkOwnerPass.load();
        } catch (BpfUnavailableException _) {
            return new IteratorOwnerPass(IteratorProgram.load("sockets.bpf.o", "list_owners"));
        }
    }
}
