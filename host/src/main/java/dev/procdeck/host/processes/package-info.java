/// Every process of the host: the table with its rates, and one process in full.
///
/// A process is (boot id, pid, start ticks); a reused pid is another process and inherits nothing.
/// A [dev.procdeck.host.processes.ProcessSource] hands over raw counters;
/// [dev.procdeck.host.processes.ProcessTable] alone turns two samples into rates. Nothing here acts
/// on a process. One thread samples; what it publishes is immutable and may be read by any thread.
@NullMarked
package dev.procdeck.host.processes;

import org.jspecify.annotations.NullMarked;
