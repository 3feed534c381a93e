package dev.procdeck.host.supervisord;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Where a supervisord listens, as its configuration says.
///
/// @param userName empty when it asks for none
public record SupervisordSocket(Path socket, String userName, String password, Path configuration) {

    private static final List<Path> USUAL =
            List.of(Path.of("/etc/supervisor/supervisord.conf"), Path.of("/etc/supervisord.conf"));
    private static final int LARGEST_FILE = 1 << 20;
    private static final int WRITABLE_BY_OTHERS = 0022;

    /// The supervisords that run now, by the configuration each was started with or the usual one,
    /// as far as that is root's all the way and its socket is there.
    ///
    /// @param proc `/proc`
    public static List<SupervisordSocket> find(Path proc) {
        Set<Path> configurations = new LinkedHashSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(proc, "[1-9]*")) {
            for (Path entry : entries) {
                configurations.addAll(configurations(entry));
            }
        } catch (IOException noProc) {
            return List.of();
        }
        List<SupervisordSocket> sockets = new ArrayList<>();
        for (Path configuration : configurations) {
            read(configuration)
                    .filter(found -> Files.exists(found.socket()))
                    .ifPresent(sockets::add);
        }
        return sockets;
    }

    /// What one configuration file says; empty when it is not root's or names no socket.
    static Optional<SupervisordSocket> read(Path configuration) {
        try {
            if (!isRoots(configuration) || Files.size(configuration) > LARGEST_FILE) {
                return Optional.empty();
            }
            return parse(Files.readString(configuration, StandardCharsets.UTF_8), configuration);
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /// The `[unix_http_server]` section of an ini file. Pure.
    static Optional<SupervisordSocket> parse(String ini, Path configuration) {
        String section = "";
        String file = "";
        String userName = "";
        String password = "";
        for (String raw : ini.lines().toList()) {
            // A semicolon begins a comment at the start of a line or after a blank.
            String line = raw.replaceAll("(^|\\s);.*", "").strip();
            if (line.startsWith("[") && line.endsWith("]")) {
                section = line.substring(1, line.length() - 1);
                continue;
            }
            int equals = line.indexOf('=');
            if (!section.equals("unix_http_server") || equals < 0 || line.startsWith("#")) {
                continue;
            }
            String value = line.substring(equals + 1).strip();
            switch (line.substring(0, equals).strip()) {
                case "file" -> file = value;
                case "username" -> userName = value;
                case "password" -> password = value;
                default -> {}
            }
        }
        return file.startsWith("/") && file.indexOf('\0') < 0
                ? Optional.of(
                        new SupervisordSocket(Path.of(file), userName, password, configuration))
                : Optional.empty();
    }

    /// Of a process that is root's supervisord: `-c FILE` of its command line, else the usual
    /// files.
    private static List<Path> configurations(Path process) {
        try {
            String comm = Files.readString(process.resolve("comm"), StandardCharsets.ISO_8859_1);
            if (!comm.strip().equals("supervisord") || owner(process) != 0) {
                return List.of();
            }
            String line = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
            List<String> arguments = Arrays.asList(line.split("\0"));
            for (int i = 0; i < arguments.size(); i++) {
                String argument = arguments.get(i);
                if (argument.equals("-c") || argument.equals("--configuration")) {
                    return i + 1 < arguments.size() ? absolute(arguments.get(i + 1)) : List.of();
                }
                if (argument.startsWith("--configuration=")) {
                    return absolute(argument.substring("--configuration=".length()));
                }
            }
            return USUAL.stream().filter(Files::exists).limit(1).toList();
        } catch (IOException gone) {
            return List.of();
        }
    }

    private static List<Path> absolute(String text) {
        return text.startsWith("/") && text.indexOf('\0') < 0 ? List.of(Path.of(text)) : List.of();
    }

    private static boolean isRoots(Path file) throws IOException {
        for (Path at = file.toRealPath(); at != null; at = at.getParent()) {
            int mode = (Integer) Files.getAttribute(at, "unix:mode", LinkOption.NOFOLLOW_LINKS);
            if (owner(at) != 0 || (mode & WRITABLE_BY_OTHERS) != 0) {
                return false;
            }
        }
        return true;
    }

    private static int owner(Path file) throws IOException {
        return (Integer) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public String toString() {
        return "supervisord at " + socket;
    }
}
