package dev.procdeck.agent.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.procdeck.host.libc.SystemCalls;
import dev.procdeck.protocol.operation.Actor;
import dev.procdeck.protocol.operation.Role;
import dev.procdeck.protocol.operation.ServiceVerb;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyFileTest {
    private static final String SOUND = "allow admin any on *\n";

    @TempDir private Path directory;

    @Test
    void aSoundFileIsInForce() throws Exception {
        assertThat(why(load(write(SOUND)))).isNull();
    }

    @Test
    void anEmptyFileAllowsNothingButIsNoFault() throws Exception {
        Policy policy = load(write(""));
        assertThat(why(policy)).isNull();
        assertThat(
                        policy.decideService(
                                new Actor("a", Role.ADMIN, "", "", Instant.EPOCH),
                                ServiceVerb.START,
                                "a.service"))
                .isInstanceOf(Decision.Refused.class);
    }

    @Test
    void aNamedFileThatIsMissingMeansLookOnly() {
        assertThat(why(load(directory.resolve("none")))).contains("missing");
    }

    @Test
    void aFileThatOthersMayWriteMeansLookOnly() throws Exception {
        Path file = write(SOUND);
        for (String mode : List.of("rw-rw-r--", "rw-r--rw-", "rwxrwxrwx")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
            assertThat(why(load(file))).as(mode).contains("written by others");
        }
    }

    @Test
    void aFileInADirectoryThatOthersMayWriteMeansLookOnly() throws Exception {
        Path open = Files.createDirectory(directory.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path file = Files.writeString(open.resolve("policy"), SOUND);
        assertThat(why(load(file))).contains("written by others");
    }

    @Test
    void aFileOfSomebodyElseMeansLookOnly() throws Exception {
        assumeTrue(SystemCalls.effectiveUserId() == 0);
        Path file = write(SOUND);
        Files.setAttribute(file, "unix:uid", 65534);
        assertThat(why(load(file))).contains("does not belong to root");
    }

    @Test
    void aWrongOrHalfWrittenFileMeansLookOnlyAndNamesTheLine() throws Exception {
        assertThat(why(load(write(SOUND + "allow admin an")))).contains("line 2");
        assertThat(why(load(write(SOUND + "nonsense\n")))).contains("line 2");
        Path file = directory.resolve("policy");
        Files.write(file, new byte[] {(byte) 0xC3, (byte) 0x28, '\n'});
        assertThat(why(load(file))).contains("UTF-8");
        Files.delete(file);
        Files.createDirectory(file);
        assertThat(why(load(file))).contains("not a file");
    }

    /// A regular file, ours, closed to others, and an error at its first byte.
    @Test
    void aFileThatCannotBeReadMeansLookOnly() {
        assertThat(why(load(Path.of("/proc/self/mem"))))
                .isEqualTo("/proc/self/mem cannot be read: Input/output error");
    }

    @Test
    void aChangedFileIsLoadedAnewAndToldOf() throws Exception {
        Path file = write(SOUND);
        List<Policy> told = new ArrayList<>();
        PolicyStore store = new PolicyStore(new PolicyFile(file, uid()), true, null, told::add);
        assertThat(why(store.current())).isNull();
        Files.writeString(file, SOUND + "nonsense\n");
        assertThat(why(store.current())).contains("line 2");
        Files.writeString(file, SOUND + "allow operator any on *\n");
        assertThat(why(store.current())).isNull();
        Files.delete(file);
        assertThat(why(store.current())).contains("missing");
        assertThat(told).hasSize(3);
    }

    @Test
    void withoutAFileInTheDefaultPlaceTheBuiltInDefaultHolds() throws Exception {
        Path file = directory.resolve("policy");
        PolicyStore store = new PolicyStore(new PolicyFile(file, uid()), false, null, _ -> {});
        assertThat(store.current().source()).isEqualTo("built-in");
        write(SOUND);
        assertThat(store.current().source()).isEqualTo(file.toString());
    }

    @Test
    void theUnitOfTheProgramItselfIsProtectedUnderEveryFile() throws Exception {
        Path file = directory.resolve("policy");
        PolicyStore store =
                new PolicyStore(new PolicyFile(file, uid()), false, "mine.service", _ -> {});
        Actor admin = new Actor("a", Role.ADMIN, "", "", Instant.EPOCH);
        assertThat(store.current().decideService(admin, ServiceVerb.STOP, "mine.service"))
                .isInstanceOf(Decision.Refused.class);
        write(SOUND);
        assertThat(store.current().protectionOf("mine.service")).isEqualTo("refused");
        assertThat(store.current().protectionOf("not-mine.service")).isNull();
        assertThat(store.current().protectsProcessesOf("mine.service")).isFalse();
    }

    @Test
    void allowingAProgramMakesTheFileFromTheDefaultAndKeepsItSound() throws Exception {
        Path file = directory.resolve("etc/policy");
        new PolicyFile(file, uid()).allowProgram(Path.of("/opt/app/ctl"));
        Policy policy = load(file);
        assertThat(why(policy)).isNull();
        Actor admin = new Actor("a", Role.ADMIN, "", "", Instant.EPOCH);
        assertThat(policy.decideProgram(admin, "/opt/app/ctl", "x").decision())
                .isInstanceOf(Decision.Allowed.class);
        assertThat(policy.decideProgram(admin, "/usr/bin/systemctl", "start").decision())
                .isInstanceOf(Decision.Allowed.class);
        assertThat(Files.list(file.getParent())).containsExactly(file);
    }

    @Test
    void aProgramIsNotAddedToAFileThatIsNotUnderstood() throws Exception {
        Path file = write(SOUND + "nonsense\n");
        assertThatThrownBy(() -> new PolicyFile(file, uid()).allowProgram(Path.of("/opt/ctl")))
                .isInstanceOf(PolicySyntaxException.class)
                .hasMessageStartingWith("line 2: ");
        assertThat(file).hasContent(SOUND + "nonsense\n");
        Files.writeString(file, SOUND);
        assertThatThrownBy(() -> new PolicyFile(file, uid()).allowProgram(Path.of("bin/ctl")))
                .isInstanceOf(PolicySyntaxException.class);
        assertThat(file).hasContent(SOUND);
    }

    @Test
    void theLongestFileIsReadWholeAndALongerOneMeansLookOnly() throws Exception {
        String longest = "#".repeat(PolicyParser.MAX_CHARACTERS - 1) + "\n";
        assertThat(why(load(write(longest)))).isNull();
        assertThat(why(load(write("#" + longest)))).contains("longer than 1 MiB");
    }

    @Test
    void aDirectoryWhereOthersMayOnlyAddIsFine() throws Exception {
        Path shared = Files.createDirectory(directory.resolve("shared"));
        Files.setAttribute(shared, "unix:mode", 01777);
        assertThat(why(load(Files.writeString(shared.resolve("policy"), SOUND)))).isNull();
        Path file = shared.resolve("policy");
        Files.setAttribute(file, "unix:mode", 01666);
        assertThat(why(load(file))).contains("written by others");
    }

    private Path write(String text) throws Exception {
        return Files.writeString(directory.resolve("policy"), text);
    }

    private static Policy load(Path file) {
        return new PolicyFile(file, uid()).load();
    }

    /// What the log and the command line say; null when the policy is in force.
    private static @Nullable String why(Policy policy) {
        LookOnly lookOnly = policy.lookOnly();
        return lookOnly == null ? null : lookOnly.sentence();
    }

    private static int uid() {
        return SystemCalls.effectiveUserId();
    }
}
