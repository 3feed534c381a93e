package dev.procdeck.host.processes;

/// Where raw process counters come from: kernel programs where the host offers them, else /proc.
/// Every source fills the same [ProcessCounters] with the same meaning.
///
/// Not thread-safe: the sampling thread owns it.
public interface ProcessSource extends AutoCloseable {

    /// `procfs` or `bpf`, as shown to people.
    String name();

    /// Hands every process to the visitor once, in no particular order. A process that ends
    /// meanwhile is left out.
    void read(Visitor visitor);

    @Override
    void close();

    /// Takes one process; `counters` is reused for the next as soon as this returns.
    @FunctionalInterface
    interface Visitor {
        void visit(ProcessCounters counters);

        /// This process is, in every number, as it was in the pass before. Answers whether that is
        /// enough; else it is visited all the same.
        default boolean stays(int pid) {
            return false;
        }
    }
}
