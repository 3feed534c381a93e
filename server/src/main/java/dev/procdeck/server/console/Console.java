package dev.procdeck.server.console;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The terminal: the one place that prints and reads standard input.
public final class Console {
    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;

    public Console(InputStream in, PrintStream out, PrintStream err) {
        this.in = in;
        this.out = out;
        this.err = err;
    }

    /// The process's own streams.
    public static Console ofTerminal() {
        return new Console(System.in, System.out, System.err);
    }

    /// Prints a line.
    public void line(String text) {
        out.println(text);
    }

    /// Prints a line to standard error.
    public void error(String text) {
        err.println(text);
    }

    /// The stream for bulk output.
    PrintStream out() {
        return out;
    }

    /// The first line of standard input, without its end; null at its end.
    @Nullable String readLine() throws IOException {
        return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
    }
}
