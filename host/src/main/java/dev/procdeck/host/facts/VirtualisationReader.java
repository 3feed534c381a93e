package dev.procdeck.host.facts;

import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.procfs.CpuInfo;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Finds what a host runs inside of, from the evidence that systemd-detect-virt(1) uses too, as far
/// as files show it. Stateless.
final class VirtualisationReader {
    /// The initial PID namespace has a fixed number: PROC_PID_INIT_INO of linux/proc_ns.h.
    private static final String INITIAL_PID_NAMESPACE = "pid:[4026531836]";

    private static final List<String> DMI_FILES =
            List.of("product_name", "sys_vendor", "board_vendor", "bios_vendor", "product_version");

    /// How firmware names its hypervisor, most telling first.
    private static final List<Map.Entry<String, String>> DMI_WORDS =
            List.of(
                    Map.entry("firecracker", "firecracker"),
                    Map.entry("amazon ec2", "amazon"),
                    Map.entry("google compute engine", "google"),
                    Map.entry("alibaba cloud", "kvm"),
                    Map.entry("openstack", "kvm"),
                    Map.entry("kubevirt", "kvm"),
                    Map.entry("rhev", "kvm"),
                    Map.entry("digitalocean", "kvm"),
                    Map.entry("hetzner vserver", "kvm"),
                    Map.entry("kvm", "kvm"),
                    Map.entry("qemu", "qemu"),
                    Map.entry("vmware", "vmware"),
                    Map.entry("vmw", "vmware"),
                    Map.entry("innotek gmbh", "oracle"),
                    Map.entry("virtualbox", "oracle"),
                    Map.entry("xen", "xen"),
                    Map.entry("bochs", "bochs"),
                    Map.entry("parallels", "parallels"),
                    Map.entry("bhyve", "bhyve"),
                    Map.entry("hyper-v", "microsoft"),
                    Map.entry("apple virtualization", "apple"));

    private final TreeFiles files;

    VirtualisationReader(TreeFiles files) {
        this.files = files;
    }

    Virtualisation read(Reading<CpuInfo> cpuInfo) {
        return new Virtualisation(machine(cpuInfo), container());
    }

    private Reading<String> machine(Reading<CpuInfo> cpuInfo) {
        String dmi = dmi();
        boolean metal = dmi.contains("amazon ec2") && dmi.contains(".metal");
        if (isXenDomainZero() || metal) {
            return Reading.of("none");
        }
        Optional<String> named = byDmi(dmi).or(this::byHypervisorFile).or(this::byDeviceTree);
        Optional<String> byClock = byClock();
        if (named.isPresent() && !named.get().equals("qemu")) {
            return Reading.of(named.get());
        }
        // QEMU with a KVM clock runs on KVM; alone it translates.
        Optional<String> found = byClock.or(() -> named);
        if (found.isPresent()) {
            return Reading.of(found.get());
        }
        boolean isX86 = System.getProperty("os.arch", "").matches("amd64|x86.*|i.86");
        return switch (cpuInfo) {
            case Reading.Value<CpuInfo>(CpuInfo info) when info.hypervisorFlag() ->
                    Reading.of("vm-other");
            case Reading.Value<CpuInfo> _ when isX86 || !dmi.isBlank() -> Reading.of("none");
            case Reading.Value<CpuInfo> _ -> Reading.unsupported("no firmware tables");
            case Reading.Denied<CpuInfo>(String what) -> Reading.denied(what);
            case Reading.Unsupported<CpuInfo>(String what) -> Reading.unsupported(what);
        };
    }

    /// All that the firmware says of itself, in lower case.
    private String dmi() {
        var all = new StringBuilder();
        for (String file : DMI_FILES) {
            files.line("sys/class/dmi/id/" + file)
                    .asOptional()
                    .ifPresent(text -> all.append(text).append('\n'));
        }
        return all.toString().toLowerCase(Locale.ROOT);
    }

    private static Optional<String> byDmi(String dmi) {
        if (dmi.contains("microsoft corporation") && dmi.contains("virtual machine")) {
            return Optional.of("microsoft");
        }
        return DMI_WORDS.stream()
                .filter(word -> dmi.contains(word.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /// Domain 0 runs on Xen and yet is the machine's own system.
    private boolean isXenDomainZero() {
        return files.text("proc/xen/capabilities")
                .asOptional()
                .filter(text -> text.contains("control_d"))
                .isPresent();
    }

    private Optional<String> byHypervisorFile() {
        return files.line("sys/hypervisor/type").asOptional();
    }

    private Optional<String> byDeviceTree() {
        return files.line("proc/device-tree/hypervisor/compatible")
                .asOptional()
                .map(text ->
                        text.contains("kvm") ? "kvm" : text.contains("xen") ? "xen" : "vm-other");
    }

    /// A guest's kernel offers the clock of its hypervisor.
    private Optional<String> byClock() {
        return files.line("sys/devices/system/clocksource/clocksource0/available_clocksource")
                .asOptional()
                .flatMap(clocks ->
                        clocks.contains("kvm-clock")
                                ? Optional.of("kvm")
                                : clocks.contains("hyperv")
                                        ? Optional.of("microsoft")
                                        : Optional.empty());
    }

    private Reading<String> container() {
        Optional<String> marked = marker();
        return switch (files.link("proc/1/ns/pid")) {
            // The processes on the page are then those of the whole machine, whatever file system
            // they are seen from.
            case Reading.Value<String>(String ns) when ns.equals(INITIAL_PID_NAMESPACE) ->
                    Reading.of("none");
            case Reading.Value<String> _ -> Reading.of(marked.orElse("container-other"));
            default -> bySelf(marked);
        };
    }

    /// Without rights PID 1's namespace cannot be seen, but one's own can.
    private Reading<String> bySelf(Optional<String> marked) {
        if (marked.isPresent()) {
            return Reading.of(marked.get());
        }
        return files.link("proc/self/ns/pid")
                .map(ns -> ns.equals(INITIAL_PID_NAMESPACE) ? "none" : "container-other");
    }

    private Optional<String> marker() {
        if (files.line("proc/sys/kernel/osrelease")
                .asOptional()
                .filter(r -> r.matches("(?i).*(microsoft|wsl).*"))
                .isPresent()) {
            return Optional.of("wsl");
        }
        return files.line("run/systemd/container")
                .asOptional()
                .or(() -> existing("run/.containerenv", "podman"))
                .or(() -> existing(".dockerenv", "docker"))
                .or(() -> existing("proc/vz", "openvz").filter(vz -> !files.exists("proc/bc")))
                .or(this::byEnvironment)
                .or(this::byControlGroup);
    }

    private Optional<String> existing(String file, String name) {
        return files.exists(file) ? Optional.of(name) : Optional.empty();
    }

    private Optional<String> byEnvironment() {
        return files.text("proc/1/environ")
                .asOptional()
                .flatMap(VirtualisationReader::containerVariable);
    }

    static Optional<String> containerVariable(String environment) {
        for (String variable : environment.split("\0")) {
            if (variable.startsWith("container=") && variable.length() > 10) {
                return Optional.of(variable.substring(10));
            }
        }
        return Optional.empty();
    }

    private Optional<String> byControlGroup() {
        return files.text("proc/1/cgroup")
                .asOptional()
                .flatMap(text ->
                        List.of("docker", "kubepods", "libpod", "lxc", "machine.slice").stream()
                                .filter(text::contains)
                                .findFirst())
                .map(word ->
                        switch (word) {
                            case "libpod" -> "podman";
                            case "machine.slice" -> "systemd-nspawn";
                            default -> word;
                        });
    }
}
