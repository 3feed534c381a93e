/// The `procdeck` command as the contracts of the design have it: who the halves run as, what they
/// may do, how they end.
///
/// Each test starts real processes on a test host, with data directories of its own.
@NullMarked
package dev.procdeck.e2e.program;

import org.jspecify.annotations.NullMarked;
