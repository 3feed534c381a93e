package dev.procdeck.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A process that writes down itself how often it got SIGUSR1: what was done to it, by its own
/// word. Perl, because it is on every Debian and sleeps without starting anything.
record Victim(Process process, Path hits) implements AutoCloseable {
    private static final String PROGRAM =
            """
            $SIG{USR1} = sub { syswrite(F, "hit\\n") };
            open(F, ">>", $ARGV[0]) or die;
            $| = 1; print "ready\\n";
            sleep(1000) while 1;
            """;

    static Victim start(Path hits) throws IOException {
        Files.createFile(hits);
        Process process = new ProcessBuilder("perl", "-e", PROGRAM, hits.toString()).start();
        process.inputReader().readLine();
        return new Victim(process, hits);
    }

    int count() throws IOException {
        return Files.readAllLines(hits).size();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
