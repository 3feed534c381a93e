package dev.procdeck.server.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.procdeck.server.http.ApiException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;

class TurnsTest {
    @Test
    void whoWaitsTooLongIsToldToComeBackAndWhoWaitsGetsATurn() throws Exception {
        Turns impatient = new Turns(1, Duration.ZERO);
        Turns patient = new Turns(1, Duration.ofMinutes(5));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CountDownLatch begun = new CountDownLatch(2);
            CountDownLatch finish = new CountDownLatch(1);
            for (Turns turns : new Turns[] {impatient, patient}) {
                threads.submit(() -> turns.take(() -> hold(begun, finish)));
            }
            begun.await();
            assertThatExceptionOfType(ApiException.class)
                    .isThrownBy(() -> impatient.take(() -> "done"))
                    .satisfies(e -> {
                        assertThat(e.status()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
                        assertThat(e.code()).isEqualTo("too_many_lists");
                        assertThat(e.retryAfter()).isPositive();
                    });
            Future<String> waiting = threads.submit(() -> patient.take(() -> "done"));
            assertThat(waiting.isDone()).isFalse();
            finish.countDown();
            assertThat(waiting.get()).isEqualTo("done");
        }
    }

    private static String hold(CountDownLatch begun, CountDownLatch finish) {
        begun.countDown();
        try {
            finish.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return "held";
    }
}
