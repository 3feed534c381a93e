package dev.procdeck.agent.policy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One policy file on disk: the checks before it is believed, and the one change that is made to
/// it. Thread-safe.
///
/// A file counts when it and its directory belong to root, or to the agent's own account when that
/// is not root, and nobody else can write there; a directory in which others may only add, as /tmp,
/// is fine.
public final class PolicyFile {
    private static final int GROUP_OR_OTHERS_WRITE = 0022;
    private static final int STICKY = 01000;

    private final Path path;
    private final int ownUid;

    /// @param ownUid the agent's effective user id
    public PolicyFile(Path path, int ownUid) {
        this.path = path;
        this.ownUid = ownUid;
    }

    public Path path() {
        return path;
    }

    public boolean exists() {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    /// What changes when the file does: compare it to know whether to load again.
    String fingerprint() {
        try {
            Map<String, Object> facts =
                    Files.readAttributes(path, "unix:ino,dev,size,lastModifiedTime,ctime,mode,uid");
            return facts.toString();
        } catch (IOException e) {
            return e.getClass().getSimpleName();
        }
    }

    /// The policy that the file says; look only, with the reason, when anything is wrong with it.
    public Policy load() {
        try {
            Optional<LookOnly> distrust = distrust();
            if (distrust.isPresent()) {
                return lookOnly(distrust.get());
            }
            return Policy.parse(path.toString(), read(path));
        } catch (PolicySyntaxException e) {
            return lookOnly(LookOnly.because(path, e));
        } catch (NoSuchFileException _) {
            return lookOnly(LookOnly.because(path, PolicyFault.MISSING));
        } catch (AccessDeniedException _) {
            return lookOnly(LookOnly.because(path, PolicyFault.NOT_READABLE));
        } catch (CharacterCodingException _) {
            return lookOnly(LookOnly.because(path, PolicyFault.NOT_UTF_8));
        } catch (IOException e) {
            return lookOnly(
                    LookOnly.because(
                            path, PolicyFault.READ_FAILED, String.valueOf(e.getMessage())));
        }
    }

    /// Adds a line that lets administrators run a program, after what is there or after the
    /// built-in default when there is no file. The change is made whole or not at all.
    ///
    /// @throws PolicySyntaxException when the file as it is cannot be understood
    public void allowProgram(Path program) throws IOException, PolicySyntaxException {
        String before = exists() ? read(path) : DefaultPolicy.text();
        Policy.parse(path.toString(), before);
        String after = before + "allow admin program " + program + "\n";
        Policy.parse(path.toString(), after);
        Path directory = path.toAbsolutePath().getParent();
        if (directory == null) {
            throw new IOException(path + " has no directory");
        }
        Files.createDirectories(directory);
        Path next =
                Files.createTempFile(
                        directory,
                        "." + path.getFileName(),
                        ".new",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-r--r--")));
        try {
            try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = StandardCharsets.UTF_8.encode(after);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rw-r--r--"));
            Files.move(next, path, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(next);
        }
    }

    private static String read(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, Set.of(StandardOpenOption.READ))) {
            ByteBuffer bytes = ByteBuffer.allocate(PolicyParser.MAX_CHARACTERS + 1);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // Read on.
            }
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        }
    }

    private Optional<LookOnly> distrust() throws IOException {
        if (!Files.isRegularFile(path)) {
            return Optional.of(
                    LookOnly.because(
                            path,
                            Files.exists(path) ? PolicyFault.NOT_A_FILE : PolicyFault.MISSING));
        }
        Optional<LookOnly> file = distrust(path.toRealPath(), false);
        if (file.isPresent()) {
            return file;
        }
        Path directory = path.toRealPath().getParent();
        return directory == null ? Optional.empty() : distrust(directory, true);
    }

    private Optional<LookOnly> distrust(Path checked, boolean stickyIsFine) throws IOException {
        Map<String, Object> facts =
                Files.readAttributes(checked, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
        Object uid = facts.get("uid");
        int mode = facts.get("mode") instanceof Integer value ? value : -1;
        if (!Integer.valueOf(0).equals(uid) && !Integer.valueOf(ownUid).equals(uid)) {
            return Optional.of(LookOnly.because(path, PolicyFault.NOT_ROOTS, checked.toString()));
        }
        if ((mode & GROUP_OR_OTHERS_WRITE) != 0 && !(stickyIsFine && (mode & STICKY) != 0)) {
            return Optional.of(
                    LookOnly.because(path, PolicyFault.WRITABLE_BY_OTHERS, checked.toString()));
        }
        return Optional.empty();
    }

    private Policy lookOnly(LookOnly reason) {
        return Policy.lookOnly(path.toString(), reason);
    }
}
