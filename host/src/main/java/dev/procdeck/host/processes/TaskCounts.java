package dev.procdeck.host.processes;

/// The "Tasks" line of procps `top`: D and I count as sleeping, t as stopped.
public record TaskCounts(int total, int running, int sleeping, int stopped, int zombie) {}
