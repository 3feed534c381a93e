package dev.procdeck.host.procfs;

import dev.procdeck.host.libc.FileTree;
import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.libc.SystemCalls;
import java.nio.file.Path;

/// The proc file system, or a captured tree of one; everything in this package is read through it.
/// Thread-safe.
public final class ProcFs implements AutoCloseable {
    private static final int BOOT_ID_BYTES = 64;
    private static final int UPTIME_BYTES = 128;

    private final FileTree files;
    private final KernelUnits units;

    private ProcFs(FileTree files, KernelUnits units) {
        this.files = files;
        this.units = units;
    }

    /// A proc file system mounted at `root`, written by the running kernel.
    public static ProcFs at(Path root) {
        return at(
                root, new KernelUnits(SystemCalls.clockTicksPerSecond(), SystemCalls.pageBytes()));
    }

    /// A captured tree, with the units of the kernel that wrote it.
    public static ProcFs at(Path root, KernelUnits units) {
        return new ProcFs(FileTree.at(root), units);
    }

    public FileTree files() {
        return files;
    }

    public KernelUnits units() {
        return units;
    }

    /// /proc/sys/kernel/random/boot_id: a UUID that is new with every boot.
    public Reading<String> readBootId() {
        return files.readText("sys/kernel/random/boot_id", BOOT_ID_BYTES).map(String::strip);
    }

    /// /proc/uptime, first number: time since boot, suspend included, in milliseconds.
    public Reading<Long> readUptimeMillis() {
        return files.readText("uptime", UPTIME_BYTES)
                .map(text ->
                        Math.round(
                                Double.parseDouble(text.substring(0, text.indexOf(' '))) * 1000));
    }

    @Override
    public void close() {
        files.close();
    }
}
