package dev.procdeck.host.events;

import dev.procdeck.host.processes.ProcessIdentity;
import org.jspecify.annotations.Nullable;

/// Where process events come from. Belongs to one thread, but for [#wake].
public interface ProcessEventSource extends AutoCloseable {
    /// `bpf`, `connector` or `polling`, as shown to people.
    String name();

    /// Whether somebody waits for the events: then a wait ends with the first one. Else the source
    /// wakes its reader as rarely as it can without losing any.
    void setEager(boolean eager);

    /// Waits until there is something to read, [#wake] is called or the time is over.
    void await(int timeoutMillis);

    /// The same, whatever there is to read.
    void pause(int timeoutMillis);

    /// Ends a wait. From any thread.
    void wake();

    /// Hands over what happened since the last call, in the order of the kernel.
    void read(Sink sink);

    @Override
    void close();

    /// Takes what a source tells.
    interface Sink {
        void take(ProcessEvent event);

        /// Who has this pid, by what was told so far; null where nobody knows.
        @Nullable ProcessIdentity known(int pid);

        /// Events are missing from here on, and the process table must be asked.
        ///
        /// @param count how many; 0 where the source does not know
        void lost(long count);

        /// Nothing is missing, but only the process table knows what happened.
        void compare();
    }
}
