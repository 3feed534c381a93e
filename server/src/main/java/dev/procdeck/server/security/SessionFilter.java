package dev.procdeck.server.security;

import dev.procdeck.server.http.RequestId;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.dao.DataAccessException;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.transaction.TransactionException;
import org.springframework.web.filter.OncePerRequestFilter;

/// Signs a request in by its session cookie. A cookie without a live session leaves the request
/// anonymous. While the store does not answer, whoever was seen lately may go on looking.
final class SessionFilter extends OncePerRequestFilter {
    private final SessionResolver sessions;
    private final RecentActors recent = new RecentActors();

    SessionFilter(SessionResolver sessions) {
        this.sessions = sessions;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        SessionCookie.read(request)
                .flatMap(token -> resolve(token, request))
                .ifPresent(actor -> {
                    SecurityContext context = SecurityContextHolder.createEmptyContext();
                    context.setAuthentication(new ActorAuthentication(actor));
                    SecurityContextHolder.setContext(context);
                });
        chain.doFilter(request, response);
    }

    private Optional<Actor> resolve(String token, HttpServletRequest request) {
        try {
            Optional<Actor> actor =
                    sessions.resolve(token, request.getRemoteAddr(), RequestId.of(request));
            recent.saw(token, actor);
            return actor;
        } catch (DataAccessException | TransactionException e) {
            Optional<Actor> actor = recent.recall(token);
            if (actor.isEmpty() || !request.getMethod().equals("GET")) {
                throw e;
            }
            return actor;
        }
    }
}
