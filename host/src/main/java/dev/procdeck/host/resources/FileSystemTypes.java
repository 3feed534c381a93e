package dev.procdeck.host.resources;

import java.util.Set;

/// What a file system's type says about asking it for its space.
final class FileSystemTypes {

    /// Kernel interfaces that look like file systems; asking an autofs point would mount it.
    private static final Set<String> WITHOUT_SPACE =
            Set.of(
                    "autofs",
                    "binfmt_misc",
                    "bpf",
                    "cgroup",
                    "cgroup2",
                    "configfs",
                    "debugfs",
                    "devpts",
                    "efivarfs",
                    "fusectl",
                    "hugetlbfs",
                    "mqueue",
                    "nsfs",
                    "proc",
                    "pstore",
                    "rpc_pipefs",
                    "securityfs",
                    "selinuxfs",
                    "sysfs",
                    "tracefs");

    private static final Set<String> NETWORK =
            Set.of(
                    "9p",
                    "afs",
                    "beegfs",
                    "ceph",
                    "cifs",
                    "coda",
                    "gfs2",
                    "glusterfs",
                    "lustre",
                    "ncpfs",
                    "nfs",
                    "nfs4",
                    "ocfs2",
                    "orangefs",
                    "smb3",
                    "smbfs",
                    "virtiofs");

    private FileSystemTypes() {}

    static boolean hasSpace(String type) {
        return !WITHOUT_SPACE.contains(type);
    }

    /// Whether another machine or a user's program answers for it, and may not.
    static boolean mayBlock(String type) {
        return NETWORK.contains(type) || type.equals("fuse") || type.startsWith("fuse.");
    }
}
