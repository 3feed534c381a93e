package dev.procdeck.host.libc;

/// A call that failed in a way that is neither absence nor refusal ([Errno.Kind#FAILURE]).
public final class LibcException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int errno;

    /// `what` names the call and its object, `result` is the negated errno that it answered.
    public LibcException(String what, long result) {
        super(what + ": " + Errno.nameOf((int) -result));
        this.errno = (int) -result;
    }

    public int errno() {
        return errno;
    }
}
