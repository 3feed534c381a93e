/// The program as tests see it: started as a real process, asked over its API, looked at through
/// /proc.
///
/// Everything here expects to run as root on a test host (dev/run-in-testhost), and ends what it
/// started. A [RunningProgram] belongs to the test that started it; the types are not safe for use
/// by several threads.
@NullMarked
package dev.procdeck.e2e.support;

import org.jspecify.annotations.NullMarked;
