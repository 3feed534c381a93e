/// Custom commands in a cage: what an administrator typed, split into an argument vector, run
/// without a shell under limits of time, memory, tasks, processor and output.
///
/// Owns the splitting ([dev.procdeck.host.commands.CommandLine]), the look-up of programs in root's
/// folders ([dev.procdeck.host.commands.ProgramLookup]) and two cages with one face: a transient
/// systemd unit, or a process group with rlimits. It never decides whether a program may run (the
/// policy does) and never keeps output beyond its cap.
@NullMarked
package dev.procdeck.host.commands;

import org.jspecify.annotations.NullMarked;
