/// The C library's functions that the readers and acts need and that the JDK does not offer.
///
/// Owns every foreign call of the host module outside `netlink` and `bpf`, the meaning of errno
/// ([dev.procdeck.host.libc.Errno]) and nothing else: no parsing, no state but descriptors. Calls
/// answer the result or the negated errno, as the kernel does, so that the hot path allocates
/// nothing. Every function may be called from any thread; scratch memory is per thread.
@NullMarked
package dev.procdeck.host.libc;

import org.jspecify.annotations.NullMarked;
