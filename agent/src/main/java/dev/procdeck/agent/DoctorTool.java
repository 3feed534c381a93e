package dev.procdeck.agent;

import dev.procdeck.agent.policy.LookOnly;
import dev.procdeck.agent.policy.Policy;
import dev.procdeck.agent.policy.PolicyStore;
import dev.procdeck.host.bpf.EventSourceChooser;
import dev.procdeck.host.bpf.SocketSourceChooser;
import dev.procdeck.host.bpf.SourceChooser;
import dev.procdeck.host.libc.SystemCalls;
import dev.procdeck.host.procfs.ProcFs;
import dev.procdeck.host.sockets.SocketReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `doctor`: what this host offers, what is missing, and what follows from that.
final class DoctorTool {
    private static final int MISSING = 1;
    private static final long WANTED_FILES = 4096;

    private final Console console;

    DoctorTool(Console console) {
        this.console = console;
    }

    /// One thing that was looked at.
    ///
    /// @param follows what it means where it is missing
    private record Finding(String name, boolean good, String found, String follows) {}

    int run(List<String> arguments) {
        List<Finding> findings = look();
        if (arguments.contains("--json")) {
            console.print(json(findings));
        } else {
            for (Finding finding : findings) {
                console.print(
                        (finding.good() ? "ok       " : "missing  ")
                                + finding.name()
                                + ": "
                                + finding.found()
                                + (finding.good() ? "" : " → " + finding.follows()));
            }
        }
        return findings.stream().allMatch(Finding::good) ? 0 : MISSING;
    }

    private static List<Finding> look() {
        List<Finding> findings = new ArrayList<>();
        int uid = SystemCalls.effectiveUserId();
        findings.add(
                new Finding(
                        "rights",
                        uid == 0,
                        uid == 0 ? "root" : "uid " + uid,
                        "only your own processes and services can be acted on"));
        findings.add(exists("systemd", "/run/systemd/system", "no services are listed"));
        findings.add(
                exists("system bus", "/run/dbus/system_bus_socket", "systemd cannot be asked"));
        findings.add(
                exists(
                        "control groups v2",
                        "/sys/fs/cgroup/cgroup.controllers",
                        "services have no numbers of memory and CPU"));
        findings.add(exists("pressure", "/proc/pressure/cpu", "no pressure is shown"));
        findings.add(iterators());
        findings.add(socketOwners());
        findings.add(events());
        findings.add(exists("journal", "/usr/bin/journalctl", "no log lines of services"));
        long files = SystemCalls.openFileLimit();
        findings.add(
                new Finding(
                        "open files",
                        files >= WANTED_FILES,
                        Long.toString(files),
                        "many processes cost more time to read"));
        Policy policy = new PolicyStore(null, uid, null, _ -> {}).current();
        LookOnly lookOnly = policy.lookOnly();
        findings.add(
                new Finding(
                        "policy",
                        lookOnly == null,
                        lookOnly == null ? policy.source() : lookOnly.sentence(),
                        "look only"));
        return findings;
    }

    /// Whether processes come from the kernel's iterators, found out as the agent does it.
    private static Finding iterators() {
        try (ProcFs proc = ProcFs.at(Path.of("/proc"))) {
            SourceChooser sources = new SourceChooser(proc);
            sources.open().close();
            Optional<String> reason = sources.fallbackReason();
            return new Finding(
                    "kernel iterators",
                    reason.isEmpty(),
                    reason.orElse("in use"),
                    "processes are read from /proc, which costs more time");
        }
    }

    /// Where the owners of sockets come from, found out as the agent does it.
    private static Finding socketOwners() {
        SocketSourceChooser sources = new SocketSourceChooser();
        try (SocketReader reader = sources.openChecked()) {
            reader.listListeners();
            Optional<String> reason = sources.fallbackReason().or(reader::fallbackReason);
            return new Finding(
                    "sockets and their owners",
                    reason.isEmpty(),
                    reason.orElse("in use"),
                    "they are read from /proc, which costs more time");
        }
    }

    /// Where process events come from, found out as the agent does it.
    private static Finding events() {
        try (ProcFs proc = ProcFs.at(Path.of("/proc"))) {
            EventSourceChooser.Chosen chosen = EventSourceChooser.open(proc);
            chosen.source().close();
            boolean best = chosen.reason().isEmpty();
            return new Finding(
                    "process events",
                    best,
                    best ? "in use" : chosen.reason(),
                    "events come from " + chosen.source().name() + ", which sees less");
        }
    }

    private static Finding exists(String name, String path, String follows) {
        boolean there = Files.exists(Path.of(path));
        return new Finding(name, there, there ? path : "no " + path, follows);
    }

    private static String json(List<Finding> findings) {
        List<String> objects = new ArrayList<>();
        for (Finding finding : findings) {
            objects.add(
                    "{\"name\":%s,\"ok\":%s,\"found\":%s,\"follows\":%s}"
                            .formatted(
                                    quoted(finding.name()),
                                    finding.good(),
                                    quoted(finding.found()),
                                    finding.good() ? "null" : quoted(finding.follows())));
        }
        return "{\"findings\":[" + String.join(",", objects) + "]}";
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
