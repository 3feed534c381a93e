package dev.procdeck.host.processes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlGroupsTest {
    private static final String ID = "0123456789abcdef".repeat(4);

    /// Rows follow systemd's own test table (test-cgroup-util.c) in meaning.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
                    /                                                              | - | - | -.slice | -
                    /init.scope                                                    | init.scope | - | -.slice | -
                    /system.slice/nginx.service                                    | nginx.service | - | system.slice | -
                    /system.slice/nginx.service/sub/leaf                           | nginx.service | - | system.slice | -
                    /system.slice/system-getty.slice/getty@tty1.service            | getty@tty1.service | - | system-getty.slice | -
                    /system.slice/dev-disk-by\\x2duuid-1.swap                      | dev-disk-by\\x2duuid-1.swap | - | system.slice | -
                    /user.slice/user-1000.slice/user@1000.service/app.slice/a.service | user@1000.service | a.service | user-1000.slice | -
                    /user.slice/user-1000.slice/user@1000.service/init.scope       | user@1000.service | init.scope | user-1000.slice | -
                    /user.slice/user-1000.slice/user@1000.service                  | user@1000.service | - | user-1000.slice | -
                    /user.slice/user-1000.slice/session-42.scope                   | session-42.scope | - | user-1000.slice | 42
                    /user.slice/user-0.slice/session-c1.scope                      | session-c1.scope | - | user-0.slice | c1
                    /system.slice/_cpu.service                                     | cpu.service | - | system.slice | -
                    /system.slice                                                  | - | - | system.slice | -
                    /../..                                                         | - | - | -.slice | -
                    /foo/bar.service                                               | - | - | -.slice | -
                    /system.slice/<script>.service                                 | - | - | system.slice | -
                    /system.slice/.service                                         | - | - | system.slice | -
                    """)
    void readsUnitUserUnitSliceAndSession(
            String path, String unit, String userUnit, String slice, String session) {
        ControlGroup group = ControlGroups.parse(path);
        assertThat(group.path()).isEqualTo(path);
        assertThat(group.unit()).isEqualTo(unit);
        assertThat(group.userUnit()).isEqualTo(userUnit);
        assertThat(group.slice()).isEqualTo(slice);
        assertThat(group.session()).isEqualTo(session);
        assertThat(group.containerId()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "/system.slice/docker-%s.scope",
        "/docker/%s",
        "/docker/%s/init.scope",
        "/machine.slice/libpod-%s.scope/container",
        "/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod1.slice/cri-containerd-%s.scope",
        "/kubepods/besteffort/pod1f2e/%s",
        "/kubepods.slice/crio-%s.scope",
        "/system.slice/containerd.service/kubepods-x:cri-containerd:%s"
    })
    void findsTheContainer(String pattern) {
        assertThat(ControlGroups.parse(pattern.formatted(ID)).containerId()).isEqualTo(ID);
    }

    @Test
    void takesTheInnermostContainer() {
        String inner = "f".repeat(64);
        assertThat(ControlGroups.parse("/docker/" + ID + "/docker/" + inner).containerId())
                .isEqualTo(inner);
        assertThat(ControlGroups.parse("/docker/" + ID + "0").containerId()).isNull();
    }
}
