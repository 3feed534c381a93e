/// Calls into the C library and the kernel through the foreign function interface, and the one
/// policy for errno.
@NullMarked
package dev.procdeck.host.libc;

import org.jspecify.annotations.NullMarked;
