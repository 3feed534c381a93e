package dev.procdeck.host.processes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Names of user or group ids from passwd(5) or group(5), read again when the file changes. Names
/// that only a name service (LDAP, sssd) knows are shown as the number. Thread-safe.
public final class UserNames {
    private final Path file;
    private volatile Names names = new Names(null, -1, Map.of());

    private record Names(@Nullable FileTime modified, long sizeBytes, Map<Integer, String> byId) {}

    public UserNames(Path file) {
        this.file = file;
        refresh();
    }

    /// The name, or the id in decimal (unsigned) where there is none.
    public String nameOf(int id) {
        String name = names.byId.get(id);
        return name != null ? name : Integer.toUnsignedString(id);
    }

    /// Reads the file again if it is not the one that was read last. Answers whether names may
    /// differ now. A file that cannot be read leaves the names as they were.
    public boolean refresh() {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            Names known = names;
            if (now.lastModifiedTime().equals(known.modified) && now.size() == known.sizeBytes) {
                return false;
            }
            byte[] bytes = Files.readAllBytes(file);
            names =
                    new Names(
                            now.lastModifiedTime(),
                            now.size(),
                            parse(new String(bytes, StandardCharsets.UTF_8)));
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /// `name:password:id:…`; the first line of an id counts, as in getpwuid(3). Lines of another
    /// form are skipped.
    static Map<Integer, String> parse(String text) {
        Map<Integer, String> byId = new HashMap<>();
        for (String line : text.split("\n")) {
            String[] fields = line.split(":", 4);
            if (fields.length >= 3 && !fields[0].isEmpty() && fields[2].matches("\\d{1,10}")) {
                byId.putIfAbsent((int) Long.parseLong(fields[2]), fields[0]);
            }
        }
        return byId;
    }
}
