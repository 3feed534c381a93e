/// The kernel's own iterators (eBPF) as a source of processes: everything a row needs in one
/// record, for a fraction of what /proc costs.
///
/// Owns the kernel programs in `src/main/bpf`, their loading through libbpf and the decoding of
/// their records. Checks itself against /proc at the start; where it cannot run, or disagrees, the
/// choice falls on /proc with a reason that people see. Belongs to the sampling thread.
@NullMarked
package dev.procdeck.host.bpf;

import org.jspecify.annotations.NullMarked;
