package dev.procdeck.host.libc;

/// The one place that says what an errno means to this program. Numbers are those of Linux on every
/// architecture that Java 25 runs on (asm-generic/errno-base.h, errno.h).
public final class Errno {
    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int ESRCH = 3;
    public static final int EINTR = 4;
    public static final int EIO = 5;
    public static final int ENXIO = 6;
    public static final int EBADF = 9;
    public static final int EAGAIN = 11;
    public static final int EACCES = 13;
    public static final int EEXIST = 17;
    public static final int ENODEV = 19;
    public static final int ENOTDIR = 20;
    public static final int EINVAL = 22;
    public static final int ENFILE = 23;
    public static final int EMFILE = 24;
    public static final int ENOSYS = 38;
    public static final int ENODATA = 61;
    public static final int ENOTSUP = 95;
    public static final int ENOBUFS = 105;

    /// What a caller does about an error.
    public enum Kind {
        /// The thing does not exist (any more): skip it.
        GONE,
        /// No permission: say so.
        DENIED,
        /// This kernel does not have it: say so.
        UNSUPPORTED,
        /// Anything else: a fault that must be seen.
        FAILURE
    }

    private Errno() {}

    /// The kind of a positive errno.
    public static Kind kindOf(int errno) {
        return switch (errno) {
            case ENOENT, ESRCH, ENOTDIR -> Kind.GONE;
            case EPERM, EACCES -> Kind.DENIED;
            case ENOSYS, ENOTSUP, ENODEV -> Kind.UNSUPPORTED;
            default -> Kind.FAILURE;
        };
    }

    /// The symbolic name of an errno that this program meets, else `errno N`.
    public static String nameOf(int errno) {
        return switch (errno) {
            case EPERM -> "EPERM";
            case ENOENT -> "ENOENT";
            case ESRCH -> "ESRCH";
            case EINTR -> "EINTR";
            case EIO -> "EIO";
            case ENXIO -> "ENXIO";
            case EBADF -> "EBADF";
            case EAGAIN -> "EAGAIN";
            case EACCES -> "EACCES";
            case EEXIST -> "EEXIST";
            case ENODEV -> "ENODEV";
            case ENOTDIR -> "ENOTDIR";
            case EINVAL -> "EINVAL";
            case ENFILE -> "ENFILE";
            case EMFILE -> "EMFILE";
            case ENOSYS -> "ENOSYS";
            case ENODATA -> "ENODATA";
            case ENOTSUP -> "ENOTSUP";
            case ENOBUFS -> "ENOBUFS";
            default -> "errno " + errno;
        };
    }
}
