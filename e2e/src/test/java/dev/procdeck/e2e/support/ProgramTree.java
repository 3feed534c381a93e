package dev.procdeck.e2e.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A packaged program on disk: the one that the build left in `target/procdeck`, or a copy of it
/// elsewhere.
public record ProgramTree(Path directory) {
    /// The build's own tree.
    public static ProgramTree built() {
        Path tree = Path.of("").toAbsolutePath().getParent().resolve("target/procdeck");
        if (!Files.isExecutable(tree.resolve("bin/procdeck"))) {
            throw new AssertionError("there is no program in " + tree + ": run make dist");
        }
        return new ProgramTree(tree);
    }

    /// Copies the tree, keeping times: the AOT caches hold only for jars as they were.
    public ProgramTree copyTo(Path target) {
        Shell.run("mkdir", "-p", target.toString());
        Shell.run("cp", "-a", directory + "/.", target.toString());
        return new ProgramTree(target);
    }

    public String command() {
        return directory.resolve("bin/procdeck").toString();
    }

    /// Makes an administrator in a data directory whose program need not run.
    public void addAdministrator(String name, String password, String dataDirectory) {
        Shell.Result added =
                Shell.tryRun(
                        password + "\n",
                        command(),
                        "user",
                        "add",
                        name,
                        "--role",
                        "admin",
                        "--password-stdin",
                        "--data-dir",
                        dataDirectory);
        if (added.status() != 0) {
            throw new AssertionError("no account " + name + ": " + added.output());
        }
    }

    public String version() {
        try {
            return Files.readString(directory.resolve("lib/version")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
