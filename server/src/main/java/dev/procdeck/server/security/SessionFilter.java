package dev.procdeck.server.security;

import dev.procdeck.server.http.ApiException;
import dev.procdeck.server.http.Problems;
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
/// anonymous. While the store does not answer, whoever was seen lately may go on looking: what
/// changes anything is recorded first, and refused where it cannot be.
final class SessionFilter extends OncePerRequestFilter {
    private final SessionResolver sessions;
    private final Problems problems;
    private final RecentActors recent;

    SessionFilter(SessionResolver sessions, RecentActors recent, Problems problems) {
        this.sessions = sessions;
        this.recent = recent;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<String> token = SessionCookie.read(request);
        if (token.isPresent()) {
            Optional<Actor> actor;
            try {
                actor =
                        sessions.resolve(
                                token.get(), request.getRemoteAddr(), RequestId.of(request));
                recent.saw(token.get(), actor);
            } catch (DataAccessException | TransactionException e) {
                actor = recent.recall(token.get());
                if (actor.isEmpty()) {
                    problems.write(
                            request, response, ApiException.unavailable("store_unavailable"));
                    return;
                }
            }
            actor.ifPresent(who -> {
                SecurityContext context = SecurityContextHolder.createEmptyContext();
                context.setAuthentication(new ActorAuthentication(who));
                SecurityContextHolder.setContext(context);
            });
        }
        chain.doFilter(request, response);
    }
}
