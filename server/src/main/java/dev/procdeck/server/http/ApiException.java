package dev.procdeck.server.http;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/// A request that ends in a problem document: the status and code that people see, never the
/// internal cause. The advice of this package turns it into the answer.
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final HttpStatus status;
    private final Category category;
    private final String code;
    private final transient Map<String, Object> parameters;
    private final transient List<FieldProblem> errors;
    private final @Nullable Long operationId;
    private final @Nullable Duration retryAfter;

    private ApiException(
            HttpStatus status,
            Category category,
            String code,
            Map<String, Object> parameters,
            List<FieldProblem> errors,
            @Nullable Long operationId,
            @Nullable Duration retryAfter) {
        super(code, null, false, status.is5xxServerError());
        this.status = status;
        this.category = category;
        this.code = code;
        this.parameters = Map.copyOf(parameters);
        this.errors = List.copyOf(errors);
        this.operationId = operationId;
        this.retryAfter = retryAfter;
    }

    /// Any problem; the category follows from the status.
    public static ApiException of(HttpStatus status, String code, Map<String, Object> parameters) {
        return new ApiException(
                status, categoryOf(status), code, parameters, List.of(), null, null);
    }

    /// Any problem without values.
    public static ApiException of(HttpStatus status, String code) {
        return of(status, code, Map.of());
    }

    /// A problem whose category is known better than by its status.
    public static ApiException of(
            HttpStatus status, Category category, String code, Map<String, Object> parameters) {
        return new ApiException(status, category, code, parameters, List.of(), null, null);
    }

    /// 400 `invalid_value` with one line per field.
    public static ApiException invalid(FieldProblem... errors) {
        return new ApiException(
                HttpStatus.BAD_REQUEST,
                Category.USER,
                "invalid_value",
                Map.of(),
                List.of(errors),
                null,
                null);
    }

    /// 404 `not_found`.
    public static ApiException notFound() {
        return of(HttpStatus.NOT_FOUND, "not_found");
    }

    /// 503: a part is away.
    public static ApiException unavailable(String code) {
        return of(HttpStatus.SERVICE_UNAVAILABLE, code);
    }

    /// 503: a part has too much to do; worth another try after a while.
    public static ApiException busy(String code, Duration wait) {
        return new ApiException(
                HttpStatus.SERVICE_UNAVAILABLE,
                Category.UNAVAILABLE,
                code,
                Map.of(),
                List.of(),
                null,
                wait);
    }

    /// 429 `too_many_attempts`, with the time to wait.
    public static ApiException tooManyAttempts(Duration wait) {
        return new ApiException(
                HttpStatus.TOO_MANY_REQUESTS,
                Category.UNAVAILABLE,
                "too_many_attempts",
                Map.of("seconds", secondsUp(wait)),
                List.of(),
                null,
                wait);
    }

    /// 429: something is used up for the moment.
    public static ApiException tooMany(String code, Duration wait) {
        return new ApiException(
                HttpStatus.TOO_MANY_REQUESTS,
                Category.UNAVAILABLE,
                code,
                Map.of(),
                List.of(),
                null,
                wait);
    }

    /// The same problem, naming the operation record that was written for it.
    public ApiException withOperation(long id) {
        return new ApiException(status, category, code, parameters, errors, id, retryAfter);
    }

    static Category categoryOf(HttpStatus status) {
        return switch (status) {
            case UNAUTHORIZED, FORBIDDEN -> Category.DENIED;
            case NOT_FOUND -> Category.NOT_FOUND;
            case CONFLICT -> Category.CONFLICT;
            case SERVICE_UNAVAILABLE, TOO_MANY_REQUESTS, GATEWAY_TIMEOUT -> Category.UNAVAILABLE;
            default -> status.is5xxServerError() ? Category.INTERNAL : Category.USER;
        };
    }

    static long secondsUp(Duration wait) {
        return Math.max(1, wait.plusMillis(999).toSeconds());
    }

    public HttpStatus status() {
        return status;
    }

    public Category category() {
        return category;
    }

    public String code() {
        return code;
    }

    public Map<String, Object> parameters() {
        return parameters;
    }

    public List<FieldProblem> errors() {
        return errors;
    }

    public @Nullable Long operationId() {
        return operationId;
    }

    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
