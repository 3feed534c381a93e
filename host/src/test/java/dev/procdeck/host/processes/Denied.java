package dev.procdeck.host.processes;

import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.procfs.ProcFs;
import dev.procdeck.host.signals.PriorityChange;
import dev.procdeck.host.signals.ProcessPriority;
import dev.procdeck.host.signals.ProcessSignals;
import dev.procdeck.host.signals.Signal;
import dev.procdeck.host.sockets.HeldSockets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Runs as another user (see [DeniedTest]) and prints what it may see of one process.
final class Denied {

    public static void main(String[] arguments) {
        int pid = Integer.parseInt(arguments[0]);
        try (ProcFs proc = ProcFs.at(Path.of("/proc"));
                ProcessTable table = new ProcessTable(proc, new ProcFsProcessSource(proc))) {
            ProcessRow row = Samples.withFacts(table, pid);
            ProcessDetails details = new ProcessDetails(proc);
            ProcessDetail detail = details.find(pid).orElseThrow();
            System.out.println("comm " + row.comm());
            System.out.println(
                    "commandLine "
                            + row.facts().commandLine().asOptional().orElseThrow().arguments());
            System.out.println("threads " + row.threads());
            print("row exe", row.facts().exe());
            print("row io", row.io());
            print("exe", detail.facts().exe());
            print("cwd", detail.workingDirectory());
            print("root", detail.root());
            print("openFiles", detail.openFiles());
            print("io", detail.io());
            print("environment", details.findEnvironment(row.identity()).orElseThrow());
            print("credentials", detail.credentials());
            HeldSockets.Held sockets = new HeldSockets(proc).find(List.of(row.identity()));
            print("sockets " + sockets.rows(), sockets.missing());
            System.out.println(
                    "signal "
                            + new ProcessSignals(proc, _ -> false)
                                    .send(row.identity(), table.bootId(), Signal.TERM));
            System.out.println(
                    "priority "
                            + new ProcessPriority(proc, _ -> false)
                                    .change(
                                            row.identity(),
                                            table.bootId(),
                                            new PriorityChange(3, null, null)));
        }
    }

    private static void print(String name, @Nullable Reading<?> reading) {
        System.out.println(
                name + " " + (reading == null ? "null" : reading.getClass().getSimpleName()));
    }
}
