package dev.procdeck.host.procfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The small per-process files whose whole test is a table.
class PidFilesTest {

    @Test
    void statusTellsAllIdsOfUsersAndGroups() {
        String text =
                "Name:\tUid:\\n1\nUmask:\t0022\nState:\tS (sleeping)\nUid:\t33\t33\t0\t33\n"
                        + "Gid:\t33\t4294967295\t33\t33\nGroups:\t4 27 1000 \nVmRSS:\t 1 kB\n";
        assertThat(PidStatus.parse(text))
                .contains(
                        new PidStatus(
                                List.of(33, 33, 0, 33),
                                List.of(33, -1, 33, 33),
                                List.of(4, 27, 1000)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Uid:\t1\t1\t1\t1\n",
                "\nUid:\t1\t1\nGid:\t1\t1\n",
                "\nUid:\tx\nGid:\t1 1 1 1\n"
            })
    void statusOfAnotherFormIsRefused(String text) {
        assertThat(PidStatus.parse(text)).isEmpty();
    }

    @Test
    void ioKeepsEachCounterApart() {
        byte[] bytes =
                bytes(
                        "rchar: 323934931\nwchar: 323929600\nsyscr: 632687\nsyscw: 632675\n"
                                + "read_bytes: 12\nwrite_bytes: 323932160\ncancelled_write_bytes: 4096\n");
        assertThat(PidIo.parse(bytes, bytes.length))
                .contains(new PidIo(323_934_931, 323_929_600, 12, 323_932_160, 4096));
        for (int cut = 0; cut < bytes.length; cut++) {
            assertThat(PidIo.parse(bytes, cut)).as("cut at %d", cut).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    0::/system.slice/nginx.service                                  | /system.slice/nginx.service
                    0::/a:b/c                                                       | /a:b/c
                    9:name=systemd:/system.slice/x.service~8:cpu:/y~0::/            | /system.slice/x.service
                    9:name=systemd:/~0::/                                           | /
                    9:name=systemd:/old~0::/new.slice/a.scope                       | /new.slice/a.scope
                    1:name=systemd:/user.slice/user-0.slice/session-c1.scope        | /user.slice/user-0.slice/session-c1.scope
                    12:cpu,cpuacct:/x~3:name=systemd:/init.scope                    | /init.scope
                    """)
    void cgroupPrefersTheHierarchyThatPlacesTheProcess(String lines, String path) {
        assertThat(PidCgroup.parse(lines.replace('~', '\n') + "\n")).contains(new PidCgroup(path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "4:memory:/a\n", "0:", "::", "\n\n"})
    void cgroupWithoutAManagersHierarchyIsNone(String text) {
        assertThat(PidCgroup.parse(text)).isEmpty();
    }

    @Test
    void limitsHaveFixedColumns() {
        String text =
                """
                Limit                     Soft Limit           Hard Limit           Units
                Max cpu time              unlimited            unlimited            seconds
                Max open files            1024                 524288               files
                Max nice priority         0                    0
                """
                        .replace("0\n", "0                    \n");
        assertThat(PidLimits.parse(text).orElseThrow().limits())
                .containsExactly(
                        new PidLimits.Limit(
                                "Max cpu time",
                                OptionalLong.empty(),
                                OptionalLong.empty(),
                                "seconds"),
                        new PidLimits.Limit(
                                "Max open files",
                                OptionalLong.of(1024),
                                OptionalLong.of(524_288),
                                "files"),
                        new PidLimits.Limit(
                                "Max nice priority", OptionalLong.of(0), OptionalLong.of(0), ""));
        assertThat(PidLimits.parse("")).isEqualTo(Optional.empty());
        assertThat(PidLimits.parse("Limit \nshort\n")).isEmpty();
    }

    @Test
    void cmdlineSplitsAtNulAndKeepsEmptyArguments() {
        assertThat(arguments("python3\0-c\0\0x y\0")).containsExactly("python3", "-c", "", "x y");
        assertThat(arguments("sh\0-c\0\0")).containsExactly("sh", "-c", "");
        assertThat(arguments("cat\0")).containsExactly("cat");
        assertThat(arguments("no end")).containsExactly("no end");
        assertThat(arguments("")).isEmpty();
        assertThat(arguments("\0")).containsExactly("");
    }

    @Test
    void cmdlineDropsTheNulsAfterAWrittenTitle() {
        assertThat(arguments("nginx: worker process\0\0\0\0\0\0"))
                .containsExactly("nginx: worker process");
    }

    @Test
    void cmdlineReplacesBytesThatAreNotUtf8() {
        assertThat(PidCmdline.parse(new byte[] {'a', (byte) 0xff, 'b', 0}, 4))
                .containsExactly("a\ufffdb");
    }

    private static List<String> arguments(String text) {
        byte[] bytes = bytes(text);
        return PidCmdline.parse(bytes, bytes.length);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
