package dev.procdeck.host.systemd;

/// A call over the bus that brought no result.
abstract sealed class BusException extends Exception {
    private static final long serialVersionUID = 1L;

    private BusException(String message) {
        super(message);
    }

    /// The other side answered with an error; its name says which.
    static final class Rejected extends BusException {
        private static final long serialVersionUID = 1L;
        private final String errorName;
        private final String text;

        Rejected(String errorName, String text) {
            super(errorName + ": " + text);
            this.errorName = errorName;
            this.text = text;
        }

        String errorName() {
            return errorName;
        }

        String text() {
            return text;
        }
    }

    /// No answer within our deadline; whether the call had an effect is not known.
    static final class Silent extends BusException {
        private static final long serialVersionUID = 1L;

        Silent(String call) {
            super("no answer to " + call);
        }
    }

    /// The connection is gone; whether the call had an effect is not known.
    static final class Lost extends BusException {
        private static final long serialVersionUID = 1L;

        Lost(String why) {
            super(why);
        }
    }
}
