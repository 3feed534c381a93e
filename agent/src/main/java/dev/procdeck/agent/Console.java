package dev.procdeck.agent;

import java.io.PrintStream;

/// The only place that writes to standard output and standard error. Thread-safe.
///
/// Log lines go to standard error, one record each: control characters, which hostile names may
/// carry, are escaped.
public final class Console {
    private final PrintStream out;
    private final PrintStream err;

    public Console(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    public static Console ofSystem() {
        return new Console(System.out, System.err);
    }

    /// Prints a line for the person at the terminal.
    public void print(String line) {
        out.println(line);
    }

    /// Prints a line of trouble for the person at the terminal.
    public void error(String line) {
        err.println(escape(line));
    }

    /// Writes one log record.
    public void log(String message) {
        err.println("agent: " + escape(message));
    }

    /// Writes one log record with its internal cause.
    public void log(String message, Throwable cause) {
        log(message + ": " + cause);
    }

    /// Lets go of everything that was printed.
    public void flush() {
        out.flush();
        err.flush();
    }

    /// The text with control characters, line ends of all kinds and bidirectional marks as
    /// `\\uXXXX`.
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean hidden =
                    Character.isISOControl(c)
                            || Character.getType(c) == Character.FORMAT
                            || c == '\u2028'
                            || c == '\u2029';
            if (hidden) {
                escaped.append(String.format("\\u%04X", (int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
