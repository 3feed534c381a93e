package dev.procdeck.server.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.io.EofException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/// The first thing a request meets: an id, then the Host allow-list, fetch metadata and the size
/// limit, all before anyone looks at who asks. Thread-safe.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
public class BoundaryFilter extends OncePerRequestFilter {
    private static final Set<String> TAKE_BODIES = Set.of("POST", "PUT", "PATCH");

    private final HostAllowList hosts;
    private final Problems problems;

    public BoundaryFilter(HostAllowList hosts, Problems problems) {
        this.hosts = hosts;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            hold(request, response, chain);
        } catch (IOException e) {
            // Whoever asked is gone. Jetty writes each into the log unless it is told so.
            throw new EofException(e);
        }
    }

    private void hold(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        response.setHeader("X-Request-Id", RequestId.of(request));
        if (UnreadBody.hasBody(request) && !TAKE_BODIES.contains(request.getMethod())) {
            response.setHeader("Connection", "close");
        }
        boolean api = !PagePaths.isPage(request) && !PagePaths.isLost(request);
        if (api) {
            response.setHeader("Cache-Control", "no-store");
        }
        if (!hosts.allows(request.getServerName())) {
            problems.write(
                    request,
                    response,
                    ApiException.of(HttpStatus.MISDIRECTED_REQUEST, "host_not_allowed"));
        } else if (api && !FetchMetadata.isOurs(request)) {
            problems.write(request, response, ApiException.of(HttpStatus.FORBIDDEN, "cross_site"));
        } else if (request.getContentLengthLong() > BodyLimit.MAX_BYTES) {
            problems.write(
                    request,
                    response,
                    ApiException.of(
                            HttpStatus.CONTENT_TOO_LARGE,
                            "content_too_large",
                            Map.of("bytes", BodyLimit.MAX_BYTES)));
        } else if (request.getRequestURI().indexOf(';') >= 0) {
            // No address here has parameters in its path. They would be decoded before they are
            // refused, and those that cannot be are an error of the server then.
            problems.write(request, response, BrokenRequest.problem());
        } else {
            pass(request, response, chain);
        }
    }

    private void pass(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            chain.doFilter(new BodyLimit(request), response);
        } catch (RuntimeException e) {
            if (!BrokenRequest.isCauseOf(e)) {
                throw e;
            }
            problems.write(request, response, BrokenRequest.problem());
        }
    }
}
