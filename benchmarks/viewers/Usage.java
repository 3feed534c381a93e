import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a process used, from /proc.
record Usage(String pid) {
    double cpuSeconds() throws IOException {
        String stat = Files.readString(Path.of("/proc", pid, "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
    }

    double pssMiB() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", pid, "smaps_rollup"))) {
            if (line.startsWith("Pss:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0;
            }
        }
        return Double.NaN;
    }

    int sockets() throws IOException {
        try (var open = Files.list(Path.of("/proc", pid, "fd"))) {
            return (int) open.count();
        }
    }
}
