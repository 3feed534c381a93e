/// Begin and end of every process, told by the kernel as they happen.
///
/// Three sources stand behind [dev.procdeck.host.events.ProcessEventSource]: our own kernel program
/// (in `bpf`), the process connector, and differences of the process table. Whatever the source,
/// [dev.procdeck.host.events.ProcessEvents] joins what it says into lives and, where something was
/// lost, asks the process table. Never acts. Belongs to one thread, except where it says otherwise.
@NullMarked
package dev.procdeck.host.events;

import org.jspecify.annotations.NullMarked;
