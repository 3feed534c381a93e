package dev.procdeck.host.bpf;

/// Holders of sockets from the iterator over open files, which cannot tell whether they changed.
///
/// @param program closed with this
record IteratorOwnerPass(IteratorProgram program) implements OwnerPass {
    @Override
    public boolean run(IteratorProgram.Sink sink) {
        program.run(sink);
        return true;
    }

    @Override
    public void close() {
        program.close();
    }
}
