/// /proc as records: one class for one kernel file, reading and parsing apart.
///
/// Reads below a root that tests replace ([dev.procdeck.host.procfs.ProcFs]); parsers are pure. No
/// rates, no joins, no policy. Parsers take whatever bytes come: a process chooses its own name.
@NullMarked
package dev.procdeck.host.procfs;

import org.jspecify.annotations.NullMarked;
