package dev.procdeck.server.tls;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Looks every ten seconds whether the user's own certificate was renewed; does nothing without
/// one.
@Component
class CertificateWatch implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateWatch.class);
    private static final long PERIOD_SECONDS = 10;

    private final CertificateHolder certificates;
    private final ScheduledExecutorService timer;
    private @Nullable ScheduledFuture<?> looks;

    CertificateWatch(CertificateHolder certificates, ScheduledExecutorService timer) {
        this.certificates = certificates;
        this.timer = timer;
    }

    @Override
    public synchronized void start() {
        if (certificates.isWatched()) {
            looks =
                    timer.scheduleWithFixedDelay(
                            this::look, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
        }
    }

    private void look() {
        try {
            certificates.look();
        } catch (RuntimeException e) {
            LOG.error("the certificate could not be looked at", e);
        }
    }

    @Override
    public synchronized void stop() {
        if (looks != null) {
            looks.cancel(false);
            looks = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return looks != null;
    }
}
