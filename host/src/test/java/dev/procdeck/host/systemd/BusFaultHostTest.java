package dev.procdeck.host.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.host.services.ActMode;
import dev.procdeck.host.services.ServiceAct;
import dev.procdeck.host.services.ServiceListing;
import dev.procdeck.host.services.ServiceOutcome;
import dev.procdeck.host.services.ServiceVerb;
import dev.procdeck.host.services.UnitLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real systemd behind a bus that is cut, falls silent or talks nonsense.
@Tag("testhost")
class BusFaultHostTest {
    private static final Duration LIMIT = Duration.ofSeconds(12);

    @TempDir private Path directory;
    private BusProxy proxy;
    private Systemd systemd;

    @BeforeEach
    void start() throws Exception {
        TestUnits.service("pd-bus-slow.service", "Type=oneshot", "ExecStart=/bin/sh -c 'sleep 30'");
        TestUnits.service("pd-bus-quick.service", "ExecStart=/bin/sleep 1000");
        TestUnits.daemonReload();
        proxy = new BusProxy(directory.resolve("bus"));
        systemd =
                new Systemd(
                        "systemd",
                        directory.resolve("bus"),
                        Path.of("/sys/fs/cgroup"),
                        UnitLog.none("not asked"),
                        ActTimes.DEFAULT);
        awaitAvailable();
    }

    @AfterEach
    void end() throws Exception {
        systemd.close();
        proxy.close();
        TestUnits.run("systemctl", "kill", "-s", "KILL", "pd-bus-slow.service");
        TestUnits.run("systemctl", "stop", "pd-bus-quick.service");
    }

    @Test
    @DisplayName(
            "F1: a bus that is cut in the middle of a job ends the act as unknown, and is found again")
    void aBusThatIsCut() throws Exception {
        int before = busThreads();
        for (int i = 0; i < 5; i++) {
            CompletableFuture<ServiceAct> act = slow();
            proxy.drop();
            assertThat(act.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS).outcome())
                    .isInstanceOf(ServiceOutcome.Unknown.class);
            awaitAvailable();
            TestUnits.run("systemctl", "kill", "-s", "KILL", "pd-bus-slow.service");
        }
        assertThat(isRunning(quick())).isTrue();
        awaitThreads(before);
    }

    @Test
    @DisplayName(
            "F1: a bus that falls silent in the middle of a job ends the act as unknown in ten seconds")
    void aBusThatFallsSilent() throws Exception {
        CompletableFuture<ServiceAct> act = slow();
        proxy.behaviour = BusProxy.Behaviour.SILENT;
        assertThat(act.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS).outcome())
                .isInstanceOf(ServiceOutcome.Unknown.class);
        CompletableFuture<ServiceAct> next =
                CompletableFuture.supplyAsync(() -> act("pd-bus-quick.service"));
        assertThat(next.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS).outcome())
                .isNotInstanceOf(ServiceOutcome.Succeeded.class);
        proxy.behaviour = BusProxy.Behaviour.HONEST;
        proxy.drop();
        awaitAvailable();
    }

    @Test
    @DisplayName("F1: a bus that talks nonsense loses its connection, not the program")
    void aBusThatTalksNonsense() throws Exception {
        CompletableFuture<ServiceAct> act = slow();
        proxy.behaviour = BusProxy.Behaviour.NOISE;
        TestUnits.run("systemctl", "start", "pd-bus-quick.service");
        assertThat(act.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS).outcome())
                .isInstanceOf(ServiceOutcome.Unknown.class);
        proxy.behaviour = BusProxy.Behaviour.HONEST;
        proxy.drop();
        awaitAvailable();
    }

    /// An act whose job is queued and takes long. Right after a cut the loss may not have been
    /// noticed, and an act is refused; then it is tried again.
    private CompletableFuture<ServiceAct> slow() throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(75).toNanos();
        while (true) {
            CompletableFuture<Void> queued = new CompletableFuture<>();
            CompletableFuture<ServiceAct> act =
                    CompletableFuture.supplyAsync(() ->
                            systemd.act(
                                    ServiceVerb.START,
                                    "pd-bus-slow.service",
                                    ActMode.FAIL,
                                    _ -> queued.complete(null)));
            CompletableFuture.anyOf(queued, act).get(20, TimeUnit.SECONDS);
            if (queued.isDone()) {
                return act;
            }
            assertThat(System.nanoTime()).as("%s", act.join().outcome()).isLessThan(end);
            Thread.sleep(100);
        }
    }

    /// The same for one that is quick: the first act after a cut may be what notices it, and is
    /// unknown, or is refused while the bus is away.
    private ServiceAct quick() throws InterruptedException {
        ServiceAct act = act("pd-bus-quick.service");
        for (int i = 0; i < 100 && !isRunning(act); i++) {
            Thread.sleep(100);
            act = act("pd-bus-quick.service");
        }
        return act;
    }

    @Test
    @DisplayName("F1: an act right after a loss that was noticed waits for the connection")
    void anActAfterALossThatWasNoticed() throws Exception {
        for (int i = 0; i < 5; i++) {
            proxy.drop();
            long end = System.nanoTime() + Duration.ofSeconds(75).toNanos();
            // Asked as often as possible, to meet the moment between the loss and the connection.
            while (systemd.list().availability() instanceof ServiceListing.Available
                    && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            ServiceAct act = act("pd-bus-quick.service");
            assertThat(isRunning(act)).as("%s", act.outcome()).isTrue();
        }
    }

    /// An act that is asked for again may find that it was done the first time.
    private static boolean isRunning(ServiceAct act) {
        return act.outcome() instanceof ServiceOutcome.Succeeded
                || act.outcome() instanceof ServiceOutcome.AlreadyInState;
    }

    private ServiceAct act(String name) {
        return systemd.act(ServiceVerb.START, name, ActMode.FAIL, _ -> {});
    }

    private void awaitAvailable() throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(75).toNanos();
        while (!(systemd.list().availability() instanceof ServiceListing.Available)) {
            assertThat(System.nanoTime()).as("the bus is found again").isLessThan(end);
            Thread.sleep(50);
        }
    }

    private static int busThreads() {
        return (int)
                Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> !thread.getName().startsWith("proxy"))
                        .filter(thread -> !thread.getName().startsWith("ForkJoin"))
                        .count();
    }

    private static void awaitThreads(int limit) throws InterruptedException {
        for (int i = 0; i < 100 && busThreads() > limit + 2; i++) {
            Thread.sleep(100);
        }
        assertThat(busThreads()).as("threads").isLessThanOrEqualTo(limit + 2);
    }
}
