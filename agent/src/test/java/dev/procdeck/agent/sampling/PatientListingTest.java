package dev.procdeck.agent.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.host.services.ServiceListing;
import dev.procdeck.host.services.ServiceListing.UnavailableReason;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PatientListingTest {
    private final ExecutorService threads = Executors.newSingleThreadExecutor();
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();

    @AfterEach
    void stop() {
        released.countDown();
        threads.shutdownNow();
    }

    private PatientListing hanging(Duration silentAfter) {
        return new PatientListing("hanging", this::hang, threads, silentAfter);
    }

    private ServiceListing hang() {
        asked.incrementAndGet();
        try {
            released.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return new ServiceListing("hanging", List.of(), new ServiceListing.Available());
    }

    @Test
    void aManagerThatHangsIsAskedOnceAndItsAnswerTakenWhenItComes() {
        PatientListing listing = hanging(Duration.ofHours(1));
        assertThat(listing.take()).isNull();
        assertThat(listing.take()).isNull();
        released.countDown();
        ServiceListing answer = listing.take();
        while (answer == null) {
            answer = listing.take();
        }
        assertThat(answer.availability()).isInstanceOf(ServiceListing.Available.class);
        assertThat(asked).hasValue(1);
    }

    @Test
    void oneThatStaysSilentIsSaidToBe() {
        PatientListing listing = hanging(Duration.ZERO);
        assertThat(listing.take().availability())
                .isInstanceOfSatisfying(
                        ServiceListing.Unavailable.class,
                        unavailable ->
                                assertThat(unavailable.reason())
                                        .isEqualTo(UnavailableReason.SILENT));
    }

    @Test
    void anAnswerFromBeforeAPauseIsNotShown() throws Exception {
        PatientListing listing = hanging(Duration.ofHours(1));
        assertThat(listing.take()).isNull();
        listing.pause();
        released.countDown();
        // On the same thread, so after it.
        threads.submit(() -> {}).get();
        while (listing.take() == null) {
            Thread.onSpinWait();
        }
        assertThat(asked).hasValue(2);
    }
}
