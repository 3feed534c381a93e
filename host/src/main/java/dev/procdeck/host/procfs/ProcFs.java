package dev.procdeck.host.procfs;

import dev.procdeck.host.libc.Reading;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// A mounted proc file system, or a tree of files that stands in for one in tests. Immutable.
public final class ProcFs {

    private final Path root;

    private ProcFs(Path root) {
        this.root = root;
    }

    public static ProcFs at(Path root) {
        return new ProcFs(root);
    }

    /// The path of one file, `name` as in `net/tcp`.
    public Path path(String name) {
        return root.resolve(name);
    }

    /// Reads a whole file once; for a file read at each tick keep it open with [#keep].
    public Reading<ByteBuffer> read(String name) {
        try (var file = keep(name)) {
            return file.read();
        }
    }

    /// A file that stays open between reads. The caller closes it.
    public KeptFile keep(String name) {
        return new KeptFile(path(name));
    }
}
