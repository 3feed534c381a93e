package dev.procdeck.host.commands;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.host.commands.ProgramLookup.NotUsable;
import dev.procdeck.host.commands.ProgramLookup.Problem;
import dev.procdeck.host.commands.ProgramLookup.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

class ProgramLookupTest {

    private Path folder;

    @BeforeEach
    void makeFolder() throws Exception {
        // Not below /tmp, which others can write.
        folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "lookup");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @AfterEach
    void removeFolder() throws Exception {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void findsProgramsOfTheSystem() {
        ProgramLookup lookup = new ProgramLookup();
        assertThat(lookup.find("true")).isInstanceOf(Program.class);
        assertThat(lookup.find("/usr/bin/env")).isEqualTo(new Program(Path.of("/usr/bin/env")));
        assertThat(lookup.find("no-such-program"))
                .isEqualTo(new NotUsable(Problem.NOT_FOUND, "no-such-program"));
    }

    @Test
    void neverLooksElsewhere() {
        ProgramLookup lookup = new ProgramLookup();
        for (String name : List.of("./true", "bin/true", "..", "../bin/true", "")) {
            assertThat(lookup.find(name)).describedAs(name).isInstanceOf(NotUsable.class);
        }
        assertThat(problem(lookup, "/usr/bin/../bin/env")).isEqualTo(Problem.NOT_ABSOLUTE);
        assertThat(problem(lookup, "/usr/bin")).isEqualTo(Problem.NOT_A_REGULAR_FILE);
        assertThat(problem(lookup, "/etc/passwd")).isEqualTo(Problem.NOT_EXECUTABLE);
    }

    @Test
    @EnabledIf("root")
    void refusesWhatOthersCouldHaveMade() throws Exception {
        ProgramLookup lookup = new ProgramLookup(List.of(folder), 0);
        Path tool = program("tool");
        boolean foldersAreRoots = lookup.find("tool") instanceof Program;
        org.junit.jupiter.api.Assumptions.assumeTrue(
                foldersAreRoots, "the checkout is below a folder that others can write");

        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxrwxr-x"));
        assertThat(problem(lookup, "tool")).isEqualTo(Problem.WRITABLE_BY_OTHERS);
        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));

        Files.setAttribute(tool, "unix:uid", 1);
        assertThat(problem(lookup, "tool")).isEqualTo(Problem.NOT_ROOTS);
        Files.setAttribute(tool, "unix:uid", 0);

        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(problem(lookup, "tool")).isEqualTo(Problem.WRITABLE_BY_OTHERS);
    }

    @Test
    @EnabledIf("root")
    void aLinkIsJudgedByWhatItLeadsTo() throws Exception {
        ProgramLookup lookup = new ProgramLookup();
        Path loose = Files.createTempFile("procdeck", "loose");
        Files.setPosixFilePermissions(loose, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path link = Path.of("/usr/local/bin/procdeck-lookup-test");
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, loose);
        try {
            // The file is root's, but it is in /tmp, where anybody can put another in its place.
            assertThat(problem(lookup, "procdeck-lookup-test"))
                    .isEqualTo(Problem.WRITABLE_BY_OTHERS);
        } finally {
            Files.delete(link);
            Files.delete(loose);
        }
    }

    static boolean root() {
        return System.getProperty("user.name").equals("root");
    }

    private Path program(String name) throws Exception {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Problem problem(ProgramLookup lookup, String named) {
        assertThat(lookup.find(named)).isInstanceOf(NotUsable.class);
        return ((NotUsable) lookup.find(named)).problem();
    }
}
