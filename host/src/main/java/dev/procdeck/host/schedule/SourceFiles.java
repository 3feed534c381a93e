package dev.procdeck.host.schedule;

import dev.procdeck.host.libc.Reading;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads files and directories below a host's root. Immutable.
///
/// Only regular files are opened (a pipe would hang the reader), and never more than [#MAX_BYTES]
/// of them.
final class SourceFiles {
    static final int MAX_BYTES = 1024 * 1024;

    private final Path root;

    SourceFiles(Path root) {
        this.root = root;
    }

    Path path(String absolute) {
        return root.resolve(absolute.substring(1));
    }

    boolean exists(String absolute) {
        return Files.exists(path(absolute));
    }

    Reading<String> readText(String absolute) {
        Path file = path(absolute);
        try {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file)) {
                return Reading.unsupported("not a regular file");
            }
            try (InputStream in = Files.newInputStream(file)) {
                byte[] bytes = in.readNBytes(MAX_BYTES + 1);
                return bytes.length > MAX_BYTES
                        ? Reading.unsupported("larger than " + MAX_BYTES + " bytes")
                        : Reading.of(new String(bytes, StandardCharsets.UTF_8));
            }
        } catch (AccessDeniedException e) {
            return Reading.denied(absolute);
        } catch (NoSuchFileException e) {
            return Reading.unsupported("no such file");
        } catch (IOException e) {
            return Reading.unsupported(String.valueOf(e.getMessage()));
        }
    }

    /// Names in a directory, sorted; hidden ones left out, as cron and run-parts do.
    Reading<List<String>> list(String absolute) {
        var names = new ArrayList<String>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path(absolute))) {
            for (Path entry : entries) {
                String name = String.valueOf(entry.getFileName());
                if (!name.startsWith(".")) {
                    names.add(name);
                }
            }
        } catch (AccessDeniedException e) {
            return Reading.denied(absolute);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return Reading.unsupported("no such directory");
        } catch (IOException e) {
            return Reading.unsupported(String.valueOf(e.getMessage()));
        }
        names.sort(null);
        return Reading.of(names);
    }
}
