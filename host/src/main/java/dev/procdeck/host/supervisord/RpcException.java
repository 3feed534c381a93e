package dev.procdeck.host.supervisord;

/// A call to supervisord that brought no result.
abstract sealed class RpcException extends Exception {
    private static final long serialVersionUID = 1L;

    private RpcException(String message) {
        super(message);
    }

    /// supervisord answered with a fault.
    static final class Fault extends RpcException {
        private static final long serialVersionUID = 1L;
        private final int code;
        private final String text;

        Fault(int code, String text) {
            super(code + ": " + text);
            this.code = code;
            this.text = text;
        }

        int code() {
            return code;
        }

        String text() {
            return text;
        }
    }

    /// It could not be reached: nothing was done.
    static final class Unreachable extends RpcException {
        private static final long serialVersionUID = 1L;
        private final boolean denied;

        Unreachable(String why, boolean denied) {
            super(why);
            this.denied = denied;
        }

        boolean denied() {
            return denied;
        }
    }

    /// It was reached and did not answer, or not in a way we understand: what it did is not known.
    static final class NoAnswer extends RpcException {
        private static final long serialVersionUID = 1L;

        NoAnswer(String why) {
            super(why);
        }
    }
}
