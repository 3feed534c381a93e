package dev.procdeck.host.bpf;

import java.lang.foreign.MemorySegment;

/// Something that writes records into one of two halves of a piece of memory. For one thread.
interface RecordProgram extends AutoCloseable {
    /// How many records fit into a half.
    int capacity();

    /// Both halves; record `i` of half `h` is record `h × capacity + i`.
    MemorySegment records();

    /// Writes every record into one half. Answers how many there are, which may be more than fit.
    int run(int half);

    @Override
    void close();

    /// Makes one with room for so many records.
    @FunctionalInterface
    interface Loader {
        RecordProgram load(int capacity) throws BpfUnavailableException;
    }
}
