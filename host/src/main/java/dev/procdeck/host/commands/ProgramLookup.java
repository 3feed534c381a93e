package dev.procdeck.host.commands;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds the program a command names, in root's own folders and nowhere else; PATH is never asked.
///
/// A program counts when it and every folder on the way to it, links followed, belong to root and
/// nobody else can write there. The check is made again right before each run.
public final class ProgramLookup {

    public static final List<Path> FOLDERS =
            List.of(
                    Path.of("/usr/local/sbin"),
                    Path.of("/usr/local/bin"),
                    Path.of("/usr/sbin"),
                    Path.of("/usr/bin"),
                    Path.of("/sbin"),
                    Path.of("/bin"));

    private static final int WRITABLE_BY_OTHERS = 0022;
    private static final int EXECUTABLE = 0111;

    private final List<Path> folders;
    private final int owner;

    public ProgramLookup() {
        this(FOLDERS, 0);
    }

    /// For tests, which are not always root.
    ProgramLookup(List<Path> folders, int owner) {
        this.folders = folders;
        this.owner = owner;
    }

    public sealed interface Found {}

    /// @param path where it was found, as shown and run (a link stays a link: many tools look at
    ///   their own name)
    public record Program(Path path) implements Found {}

    public record NotUsable(Problem problem, String path) implements Found {}

    public enum Problem {
        NOT_FOUND,
        /// A relative path with a slash, or one with `.` or `..` in it.
        NOT_ABSOLUTE,
        NOT_A_REGULAR_FILE,
        NOT_EXECUTABLE,
        /// It, or a folder on the way, is not root's.
        NOT_ROOTS,
        /// It, or a folder on the way, can be written by group or others.
        WRITABLE_BY_OTHERS,
        UNREADABLE
    }

    /// Finds `named`: a plain name is looked for in the folders, an absolute path is checked as it
    /// is.
    public Found find(String named) {
        if (named.isEmpty() || named.indexOf('\0') >= 0) {
            return new NotUsable(Problem.NOT_FOUND, "");
        }
        if (named.startsWith("/")) {
            Path path = Path.of(named);
            return path.equals(path.normalize())
                    ? check(path)
                    : new NotUsable(Problem.NOT_ABSOLUTE, named);
        }
        if (named.contains("/") || named.equals(".") || named.equals("..")) {
            return new NotUsable(Problem.NOT_ABSOLUTE, named);
        }
        for (Path folder : folders) {
            Path path = folder.resolve(named);
            if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                return check(path);
            }
        }
        return new NotUsable(Problem.NOT_FOUND, named);
    }

    /// Whether this very path may be run.
    public Found check(Path path) {
        try {
            // Both ways in: the folders as named (a link there could be swapped) and the file they
            // lead to.
            Optional<NotUsable> named = checkFolders(path.getParent());
            if (named.isPresent()) {
                return named.get();
            }
            Path real = path.toRealPath();
            Optional<NotUsable> target = checkFolders(real.getParent());
            if (target.isPresent()) {
                return target.get();
            }
            if (!Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)) {
                return new NotUsable(Problem.NOT_A_REGULAR_FILE, real.toString());
            }
            Optional<NotUsable> file = checkOne(real);
            if (file.isPresent()) {
                return file.get();
            }
            if ((mode(real) & EXECUTABLE) == 0) {
                return new NotUsable(Problem.NOT_EXECUTABLE, real.toString());
            }
            return new Program(path);
        } catch (NoSuchFileException gone) {
            return new NotUsable(Problem.NOT_FOUND, path.toString());
        } catch (AccessDeniedException denied) {
            return new NotUsable(Problem.UNREADABLE, path.toString());
        } catch (IOException broken) {
            return new NotUsable(Problem.UNREADABLE, path.toString());
        }
    }

    private Optional<NotUsable> checkFolders(@Nullable Path folder) throws IOException {
        for (Path at = folder; at != null; at = at.getParent()) {
            Path real = at.toRealPath();
            Optional<NotUsable> problem = checkOne(real);
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }

    private Optional<NotUsable> checkOne(Path path) throws IOException {
        int uid = (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        if (uid != 0 && uid != owner) {
            return Optional.of(new NotUsable(Problem.NOT_ROOTS, path.toString()));
        }
        if ((mode(path) & WRITABLE_BY_OTHERS) != 0) {
            return Optional.of(new NotUsable(Problem.WRITABLE_BY_OTHERS, path.toString()));
        }
        return Optional.empty();
    }

    private static int mode(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    }
}
