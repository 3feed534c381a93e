package dev.procdeck.host.resources;

import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.libc.StatVfs;
import dev.procdeck.host.procfs.MountInfo;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/// Asks file systems that may hang (network, FUSE) for their space without letting the sampler hang
/// with them.
///
/// Each question has a daemon thread of its own and the sampler waits a moment for it, once; a
/// mount that has not answered is not asked again until it does, so stuck threads are as many as
/// stuck mounts and never more than [#MAX_STUCK].
final class SlowMounts implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMillis(100);
    private static final int MAX_STUCK = 8;

    private final Function<byte[], Reading<StatVfs>> question;
    private final Map<Integer, CompletableFuture<Reading<StatVfs>>> open = new HashMap<>();

    SlowMounts(Function<byte[], Reading<StatVfs>> question) {
        this.question = question;
    }

    Reading<StatVfs> read(MountInfo mount) {
        open.entrySet()
                .removeIf(asked -> asked.getKey() != mount.id() && asked.getValue().isDone());
        var answer = open.get(mount.id());
        if (answer == null) {
            if (open.size() >= MAX_STUCK) {
                return Reading.unsupported("too many file systems do not answer");
            }
            answer = ask(mount.mountPointBytes());
            open.put(mount.id(), answer);
        } else if (!answer.isDone()) {
            return Reading.unsupported("the file system does not answer");
        }
        try {
            Reading<StatVfs> space = answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            open.remove(mount.id());
            return space;
        } catch (TimeoutException e) {
            return Reading.unsupported("the file system does not answer");
        } catch (ExecutionException e) {
            open.remove(mount.id());
            return Reading.unsupported("statvfs failed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Reading.unsupported("interrupted");
        }
    }

    private CompletableFuture<Reading<StatVfs>> ask(byte[] mountPoint) {
        var answer = new CompletableFuture<Reading<StatVfs>>();
        Thread.ofPlatform()
                .daemon()
                .name("statvfs")
                .start(() -> {
                    try {
                        answer.complete(question.apply(mountPoint));
                    } catch (RuntimeException e) {
                        answer.completeExceptionally(e);
                    }
                });
        return answer;
    }

    /// Forgets the open questions; their daemon threads end when the kernel lets them.
    @Override
    public void close() {
        open.clear();
    }
}
