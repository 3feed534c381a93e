package dev.procdeck.host.systemd;

/// One connection to systemd and what belongs to it alone; replaced as a whole when it is lost.
record Session(Bus bus, Manager manager, Jobs jobs) {}
