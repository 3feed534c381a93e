package dev.procdeck.host.processes;

import dev.procdeck.host.libc.Reading;
import java.time.Instant;

/// What stays the same for a process between execs; read once and shared by all its rows.
///
/// @param identity which process
/// @param startTime wall-clock time of the start, by the clock of when the process was first seen
/// @param kernelThread whether it runs only in the kernel (PF_KTHREAD)
/// @param uid effective user id
/// @param user name of `uid`, the number itself when there is no name
/// @param comm the kernel's name of the process, at most 15 bytes, decoded; hostile text
/// @param commandLine the arguments, hostile text, not masked; empty for kernel threads and zombies
/// @param exe the program's path, with ` (deleted)` as the kernel says
/// @param cgroup the control group
public record ProcessFacts(
        ProcessIdentity identity,
        Instant startTime,
        boolean kernelThread,
        int uid,
        String user,
        String comm,
        Reading<CommandLine> commandLine,
        Reading<String> exe,
        Reading<ControlGroup> cgroup) {}
