package dev.procdeck.server.acts;

import dev.procdeck.server.http.ApiException;
import dev.procdeck.server.http.FieldProblem;
import dev.procdeck.server.operations.Intent.IdempotencyKey;
import dev.procdeck.server.operations.OperationRecord;
import dev.procdeck.server.operations.RetStatus;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/// What all routes that act read from a request, and how they answer.
public final class ActParameters {
    private static final int MAX_WAIT_SECONDS = 60;

    private ActParameters() {}

    /// How long to wait for the outcome.
    ///
    /// @param seconds 0 to 60; null for the default
    public static Duration wait(@Nullable String seconds, int otherwise) {
        if (seconds == null) {
            return Duration.ofSeconds(otherwise);
        }
        if (!seconds.matches("0|[1-9][0-9]?") || Integer.parseInt(seconds) > MAX_WAIT_SECONDS) {
            throw ApiException.invalid(
                    FieldProblem.of(
                            "wait", "out_of_range", Map.of("min", 0, "max", MAX_WAIT_SECONDS)));
        }
        return Duration.ofSeconds(Integer.parseInt(seconds));
    }

    /// The key under which a request may be sent again.
    ///
    /// @param what everything that makes the request the same
    public static @Nullable IdempotencyKey key(@Nullable String header, @Nullable Object... what) {
        if (header == null) {
            return null;
        }
        if (!header.matches("[\\x21-\\x7e]{1,200}")) {
            throw ApiException.invalid(FieldProblem.of("Idempotency-Key", "invalid"));
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (@Nullable Object each : what) {
                byte[] text = String.valueOf(each).getBytes(StandardCharsets.UTF_8);
                digest.update((text.length + ":").getBytes(StandardCharsets.US_ASCII));
                digest.update(text);
            }
            return new IdempotencyKey(header, HexFormat.of().formatHex(digest.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// 200 once it has ended, 202 while it runs.
    public static ResponseEntity<OperationRecord> answer(OperationRecord record) {
        HttpStatus status =
                record.retStatus() == RetStatus.PENDING ? HttpStatus.ACCEPTED : HttpStatus.OK;
        return ResponseEntity.status(status).body(record);
    }
}
