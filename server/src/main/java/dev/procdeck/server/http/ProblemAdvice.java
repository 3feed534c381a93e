package dev.procdeck.server.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.io.EofException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;

/// The edge where exceptions of controllers become problem documents. An unforeseen one is logged
/// with the request's id and answered without a word of its text.
@RestControllerAdvice
public class ProblemAdvice {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    private final Problems problems;

    public ProblemAdvice(Problems problems) {
        this.problems = problems;
    }

    @ExceptionHandler(ApiException.class)
    void api(ApiException e, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        problems.write(request, response, e);
    }

    @ExceptionHandler(HttpMessageNotReadableException.class)
    void unreadable(
            HttpMessageNotReadableException e,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        problems.write(request, response, bodyProblem(e));
    }

    @ExceptionHandler({
        MethodArgumentTypeMismatchException.class,
        TypeMismatchException.class,
        MissingServletRequestParameterException.class
    })
    void badParameter(Exception e, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String name =
                switch (e) {
                    case MethodArgumentTypeMismatchException mismatch -> mismatch.getName();
                    case MissingServletRequestParameterException missing ->
                            missing.getParameterName();
                    default -> "";
                };
        problems.write(request, response, ApiException.invalid(FieldProblem.of(name, "invalid")));
    }

    @ExceptionHandler({DataAccessException.class, TransactionException.class})
    void storeAway(Exception e, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        LOG.error("request {}: the database failed", RequestId.of(request), e);
        problems.write(request, response, ApiException.unavailable("store_unavailable"));
    }

    /// The client left while its answer was on the way: nobody to tell.
    @ExceptionHandler(AsyncRequestNotUsableException.class)
    void gone() {}

    @ExceptionHandler(Exception.class)
    void other(Exception e, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (e instanceof ErrorResponse known) {
            HttpStatus status = HttpStatus.resolve(known.getStatusCode().value());
            known.getHeaders()
                    .forEach((name, values) ->
                            values.forEach(value -> response.addHeader(name, value)));
            problems.write(
                    request, response, status == null ? HttpStatus.INTERNAL_SERVER_ERROR : status);
            return;
        }
        if (BrokenRequest.isCauseOf(e)) {
            problems.write(request, response, BrokenRequest.problem());
            return;
        }
        if (isClientGone(e)) {
            return;
        }
        LOG.error("request {} failed", RequestId.of(request), e);
        problems.write(request, response, HttpStatus.INTERNAL_SERVER_ERROR);
    }

    /// A failure to write an answer is the client's doing, and nobody is there to be told.
    private static boolean isClientGone(Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof AsyncRequestNotUsableException || cause instanceof EofException) {
                return true;
            }
        }
        return false;
    }

    private static ApiException bodyProblem(HttpMessageNotReadableException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof ApiException api) {
                return api;
            }
            if (cause instanceof BodyLimit.TooLarge) {
                return ApiException.of(
                        HttpStatus.CONTENT_TOO_LARGE,
                        "content_too_large",
                        Map.of("bytes", BodyLimit.MAX_BYTES));
            }
            if (cause instanceof BodyLimit.TooSlow) {
                return ApiException.of(HttpStatus.REQUEST_TIMEOUT, "request_timeout");
            }
            if (cause instanceof DatabindException bind) {
                return ApiException.invalid(FieldProblem.of(path(bind.getPath()), "invalid"));
            }
        }
        return ApiException.of(HttpStatus.BAD_REQUEST, "malformed_body");
    }

    private static String path(List<JacksonException.Reference> references) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference reference : references) {
            String name = reference.getPropertyName();
            path.append(path.isEmpty() ? "" : ".")
                    .append(name == null ? Integer.toString(reference.getIndex()) : name);
        }
        return path.length() > 100 ? path.substring(0, 100) : path.toString();
    }
}
