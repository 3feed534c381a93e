package dev.procdeck.host.facts;

import dev.procdeck.host.libc.Reading;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Small files below a host's root directory. Immutable.
final class TreeFiles {
    private static final int MAX_BYTES = 4 * 1024 * 1024;

    private final Path root;

    TreeFiles(Path root) {
        this.root = root;
    }

    /// @param name relative to the root, as `etc/os-release`
    Path path(String name) {
        return root.resolve(name);
    }

    boolean exists(String name) {
        return Files.exists(path(name));
    }

    Reading<byte[]> bytes(String name) {
        try (InputStream in = Files.newInputStream(path(name))) {
            return Reading.of(in.readNBytes(MAX_BYTES));
        } catch (AccessDeniedException e) {
            return Reading.denied("/" + name);
        } catch (NoSuchFileException e) {
            return Reading.unsupported("/" + name);
        } catch (IOException e) {
            return Reading.unsupported("/" + name + ": " + e.getMessage());
        }
    }

    Reading<String> text(String name) {
        return bytes(name).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    /// The first line, blanks around it removed; unsupported when that leaves nothing.
    Reading<String> line(String name) {
        return switch (text(name)) {
            case Reading.Value<String>(String text) -> {
                // device-tree strings end with a zero byte
                String line = text.lines().findFirst().orElse("").replace("\0", "").strip();
                yield line.isEmpty() ? Reading.unsupported("/" + name) : Reading.of(line);
            }
            case Reading.Denied<String> denied -> denied;
            case Reading.Unsupported<String> unsupported -> unsupported;
        };
    }

    Reading<String> link(String name) {
        try {
            return Reading.of(Files.readSymbolicLink(path(name)).toString());
        } catch (AccessDeniedException e) {
            return Reading.denied("/" + name);
        } catch (NotLinkException e) {
            return Reading.unsupported("/" + name + " is no link");
        } catch (IOException e) {
            return Reading.unsupported("/" + name);
        }
    }

    /// Names in a directory; none when it cannot be listed.
    List<String> list(String name) {
        var names = new ArrayList<String>();
        try (var entries = Files.newDirectoryStream(path(name))) {
            entries.forEach(entry -> names.add(String.valueOf(entry.getFileName())));
        } catch (IOException e) {
            return List.of();
        }
        names.sort(null);
        return names;
    }
}
