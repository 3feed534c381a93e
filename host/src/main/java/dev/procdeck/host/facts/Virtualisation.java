package dev.procdeck.host.facts;

import dev.procdeck.host.libc.Reading;

/// What this host runs inside of. The two layers are independent: a container may run in a virtual
/// machine.
///
/// `none` is said only where the evidence could be read and spoke against it; else unsupported.
///
/// @param machine `kvm`, `vmware`, `microsoft`, `xen`, `oracle`, `amazon`, `firecracker`, …,
///   `vm-other`, or `none`
/// @param container `docker`, `podman`, `lxc`, `systemd-nspawn`, `wsl`, …, `container-other`, or
///   `none`
public record Virtualisation(Reading<String> machine, Reading<String> container) {}
