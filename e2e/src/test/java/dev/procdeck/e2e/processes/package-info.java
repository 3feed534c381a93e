/// The process table and signals, held against ps and what processes do.
@NullMarked
package dev.procdeck.e2e.processes;

import org.jspecify.annotations.NullMarked;
