package dev.procdeck.e2e.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs a command to its end and keeps what it said.
public final class Shell {
    private static final long LIMIT_SECONDS = 60;

    private Shell() {}

    /// Status and output (standard output and error together) of an ended command.
    public record Result(int status, String output) {}

    /// Runs a command that must succeed; returns its output.
    public static String run(String... command) {
        Result result = tryRun("", command);
        if (result.status() != 0) {
            throw new AssertionError(
                    List.of(command) + " ended with " + result.status() + ": " + result.output());
        }
        return result.output();
    }

    /// Runs a command with `input` as its standard input.
    public static Result tryRun(String input, String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            try (var stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // It ended without reading its input; the status tells whether that is right.
            }
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(List.of(command) + " did not end");
            }
            return new Result(process.exitValue(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
