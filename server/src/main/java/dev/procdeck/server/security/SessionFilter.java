package dev.procdeck.server.security;

import dev.procdeck.server.http.RequestId;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/// Signs a request in by its session cookie. A cookie without a live session leaves the request
/// anonymous.
final class SessionFilter extends OncePerRequestFilter {
    private final SessionResolver sessions;

    SessionFilter(SessionResolver sessions) {
        this.sessions = sessions;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        SessionCookie.read(request)
                .flatMap(token ->
                        sessions.resolve(token, request.getRemoteAddr(), RequestId.of(request)))
                .ifPresent(actor -> {
                    SecurityContext context = SecurityContextHolder.createEmptyContext();
                    context.setAuthentication(new ActorAuthentication(actor));
                    SecurityContextHolder.setContext(context);
                });
        chain.doFilter(request, response);
    }
}
