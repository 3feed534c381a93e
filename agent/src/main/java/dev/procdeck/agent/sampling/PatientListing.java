package dev.procdeck.agent.sampling;

import dev.procdeck.host.services.ServiceListing;
import dev.procdeck.host.services.ServiceListing.Unavailable;
import dev.procdeck.host.services.ServiceListing.UnavailableReason;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Asks one manager for its services on another thread: one that hangs never holds up the sampling
/// thread, which waits a moment and comes again. For one thread.
final class PatientListing {
    private static final long PATIENCE_NANOS = Duration.ofMillis(250).toNanos();

    private final String manager;
    private final Supplier<ServiceListing> ask;
    private final ExecutorService threads;
    private final long silentAfterNanos;
    private @Nullable Future<ServiceListing> asked;
    private long askedNanos;
    private boolean outdated;

    /// @param silentAfter without an answer in this time the manager is said to be silent
    PatientListing(
            String manager,
            Supplier<ServiceListing> ask,
            ExecutorService threads,
            Duration silentAfter) {
        this.manager = manager;
        this.ask = ask;
        this.threads = threads;
        this.silentAfterNanos = silentAfter.toNanos();
    }

    /// The services now; null while the answer is still on its way.
    @Nullable ServiceListing take() {
        Future<ServiceListing> answer = asked;
        if (answer == null || (outdated && answer.isDone())) {
            answer = threads.submit(ask::get);
            asked = answer;
            askedNanos = System.nanoTime();
        }
        outdated = false;
        boolean silent = System.nanoTime() - askedNanos > silentAfterNanos;
        try {
            ServiceListing listing = answer.get(silent ? 0 : PATIENCE_NANOS, TimeUnit.NANOSECONDS);
            asked = null;
            return listing;
        } catch (TimeoutException _) {
            return silent
                    ? new ServiceListing(
                            manager,
                            List.of(),
                            new Unavailable(UnavailableReason.SILENT, "no answer"))
                    : null;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return null;
        } catch (ExecutionException e) {
            asked = null;
            throw new IllegalStateException(manager + " could not be listed", e.getCause());
        }
    }

    /// Nobody looks: an answer that comes meanwhile is too old.
    void pause() {
        outdated = true;
    }
}
