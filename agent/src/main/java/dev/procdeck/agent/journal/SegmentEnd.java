package dev.procdeck.agent.journal;

import dev.procdeck.protocol.codec.ProtocolException;
import java.io.IOException;
import java.nio.file.Path;

/// The last record of a whole segment.
record SegmentEnd(long sequence, byte[] hash) {
    /// @throws IOException when the segment does not end with a whole record
    static SegmentEnd read(Path path) throws IOException {
        byte[] file = Segment.read(path);
        Segment.Found.Whole last = null;
        int offset = 0;
        while (Segment.at(file, offset) instanceof Segment.Found.Whole whole) {
            last = whole;
            offset = whole.end();
        }
        if (last == null || offset != file.length) {
            throw new JournalException("a damaged segment: " + path.getFileName());
        }
        try {
            return new SegmentEnd(RecordCodec.decode(last.content()).sequence(), last.hash());
        } catch (ProtocolException e) {
            throw new JournalException("a damaged segment: " + path.getFileName(), e);
        }
    }
}
