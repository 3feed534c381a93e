package dev.procdeck.host.bpf;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.procdeck.host.libc.MappedMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/// The reading end of a BPF ring buffer (Documentation/bpf/ringbuf.rst): the kernel writes records,
/// this side moves its position behind those that were taken. For one thread.
final class RingBuffer implements AutoCloseable {
    private static final VarHandle POSITION = ValueLayout.JAVA_LONG.varHandle();
    private static final VarHandle HEADER = ValueLayout.JAVA_INT.varHandle();

    /// The kernel has reserved the record and not finished it.
    private static final int BUSY = 1 << 31;

    private static final int DISCARDED = 1 << 30;
    private static final int HEADER_BYTES = 8;

    private final MappedMemory consumer;
    private final MappedMemory producer;
    private final MemorySegment data;
    private final long mask;

    /// A record as it stands in the buffer.
    @FunctionalInterface
    interface Sink {
        /// @param bytes reused; the record is in the first `length`
        void take(byte[] bytes, int length);
    }

    /// @param sizeBytes of the data, a power of two and of whole pages
    RingBuffer(int fd, long sizeBytes, long pageBytes) {
        consumer = MappedMemory.of(fd, 0, pageBytes, true);
        // The data are mapped twice in a row, so that a record never wraps.
        producer = MappedMemory.of(fd, pageBytes, pageBytes + 2 * sizeBytes, false);
        data = producer.segment().asSlice(pageBytes);
        mask = sizeBytes - 1;
    }

    /// Hands over the records that are finished, oldest first.
    ///
    /// @param scratch large enough for any record
    void drain(byte[] scratch, Sink sink) {
        long at = (long) POSITION.getAcquire(consumer.segment(), 0L);
        while (at < (long) POSITION.getAcquire(producer.segment(), 0L)) {
            long offset = at & mask;
            int header = (int) HEADER.getAcquire(data, offset);
            if ((header & BUSY) != 0) {
                return;
            }
            int length = header & ~DISCARDED;
            if ((header & DISCARDED) == 0) {
                int taken = Math.min(length, scratch.length);
                MemorySegment.copy(data, JAVA_BYTE, offset + HEADER_BYTES, scratch, 0, taken);
                sink.take(scratch, taken);
            }
            at += (length + HEADER_BYTES + 7L) & ~7L;
            POSITION.setRelease(consumer.segment(), 0L, at);
        }
    }

    @Override
    public void close() {
        consumer.close();
        producer.close();
    }
}
