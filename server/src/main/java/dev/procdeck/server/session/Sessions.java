package dev.procdeck.server.session;

import dev.procdeck.server.ServerOptions;
import dev.procdeck.server.factors.Factors;
import dev.procdeck.server.http.ApiException;
import dev.procdeck.server.security.Actor;
import dev.procdeck.server.security.Factor;
import dev.procdeck.server.security.RecentActors;
import dev.procdeck.server.security.RequiredFactor;
import dev.procdeck.server.security.Secrets;
import dev.procdeck.server.security.SessionResolver;
import dev.procdeck.server.time.SteadyClock;
import dev.procdeck.server.users.AccountChanged;
import dev.procdeck.server.users.AppUser;
import dev.procdeck.server.users.Users;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;

/// Opens, finds, renews and ends sessions. The account is read anew for each request, so that
/// disabling it or changing its role counts at once, also when another program did it. Thread-safe.
@Service
public class Sessions implements SessionResolver {
    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
    private static final Duration TOUCH_EVERY = Duration.ofSeconds(30);
    private static final Duration TOUCH_ROUND = Duration.ofSeconds(10);
    private static final int MAX_IDS = 500;
    private static final Duration CLOCK_SLACK = Duration.ofMinutes(5);
    private static final int MAX_AGENT_LENGTH = 300;

    /// How long the second factor may take to come.
    private static final Duration FACTOR_WAIT = Duration.ofMinutes(10);

    private final UserSessionRepository sessions;
    private final Users users;
    private final Factors factors;
    private final RequiredFactor required;
    private final SteadyClock clock;
    private final Duration idleTimeout;
    private final Duration sessionTimeout;
    private final RecentActors recent;
    private final ApplicationEventPublisher events;
    private volatile Instant touchedAllAt = Instant.EPOCH;

    Sessions(
            UserSessionRepository sessions,
            Users users,
            Factors factors,
            RequiredFactor required,
            SteadyClock clock,
            ServerOptions options,
            RecentActors recent,
            ApplicationEventPublisher events) {
        this.sessions = sessions;
        this.users = users;
        this.factors = factors;
        this.required = required;
        this.clock = clock;
        this.idleTimeout = options.idleTimeout();
        this.sessionTimeout = options.sessionTimeout();
        this.recent = recent;
        this.events = events;
    }

    /// A new or renewed session: the token for the cookie, and who it is.
    public record Issued(String token, Actor actor) {}

    /// Opens a session for an account that has just proved these factors. Also clears out sessions
    /// that have ended by time.
    public Issued open(
            AppUser user,
            Set<Factor> proved,
            String remoteAddress,
            String userAgent,
            String requestId) {
        Instant now = clock.instant();
        sweep(now);
        String token = Secrets.token();
        UserSession session =
                sessions.save(
                        new UserSession(
                                null,
                                Secrets.id(),
                                Secrets.sha256(token),
                                user.userName(),
                                now,
                                now,
                                now,
                                remoteAddress,
                                clean(userAgent),
                                Factor.words(proved)));
        return new Issued(token, actor(session, user, remoteAddress, requestId));
    }

    @Override
    public Optional<Actor> resolve(String token, String remoteAddress, String requestId) {
        if (token.length() > 100) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        UserSession session =
                sessions.findByTokenHash(Secrets.sha256(token))
                        .filter(found -> isLive(found, now))
                        .orElse(null);
        if (session == null) {
            return Optional.empty();
        }
        return users.find(session.userName())
                .filter(AppUser::isActive)
                .map(user -> actor(session, user, remoteAddress, requestId))
                .filter(actor -> !actor.factorMissing() || isWaiting(actor, now))
                .map(actor -> {
                    touch(session, now);
                    return actor;
                });
    }

    /// Those of the actors whose session has ended or lacks a factor that the account has got since
    /// or must have now, or whose account may not sign in any more or has another role; what open
    /// streams ask every few seconds. An open page is a use of the session.
    public Set<Actor> findEnded(Collection<Actor> actors) {
        Instant now = clock.instant();
        Set<String> live =
                new HashSet<>(
                        sessions.listLive(
                                now.minus(idleTimeout),
                                now.minus(sessionTimeout),
                                now.plus(CLOCK_SLACK),
                                false));
        Set<Actor> ended = new HashSet<>();
        Set<String> used = new HashSet<>();
        for (Actor actor : actors) {
            String session = actor.sessionId() + " " + actor.role().word();
            if (live.contains(session + " enrolled")
                    || live.contains(session + " bare") && !required.of(actor.role())) {
                used.add(actor.sessionId());
            } else {
                ended.add(actor);
            }
        }
        touch(used, now);
        return ended;
    }

    /// Notes the use of many sessions at once, each at most every [#TOUCH_EVERY].
    private void touch(Set<String> publicIds, Instant now) {
        if (publicIds.isEmpty() || now.isBefore(touchedAllAt.plus(TOUCH_ROUND))) {
            return;
        }
        touchedAllAt = now;
        List<String> ids = List.copyOf(publicIds);
        try {
            for (int from = 0; from < ids.size(); from += MAX_IDS) {
                List<String> some = ids.subList(from, Math.min(from + MAX_IDS, ids.size()));
                sessions.touchAll(some, now.minus(TOUCH_EVERY), now);
            }
        } catch (DataAccessException e) {
            LOG.warn("the use of sessions could not be noted: {}", e.toString());
        }
    }

    /// Gives the session a new token after a factor was proved; the old one is dead.
    public Issued renew(Actor actor, AppUser user, Factor factor) {
        UserSession session =
                sessions.findByPublicId(actor.sessionId())
                        .orElseThrow(
                                () -> ApiException.of(HttpStatus.UNAUTHORIZED, "sign_in_required"));
        String token = Secrets.token();
        UserSession renewed =
                sessions.save(session.withFactor(Secrets.sha256(token), clock.instant(), factor));
        return new Issued(token, actor(renewed, user, actor.remoteAddress(), actor.requestId()));
    }

    /// The live sessions of an account, the latest used first.
    List<UserSession> list(String userName) {
        Instant now = clock.instant();
        return sessions.findByUserNameOrderByLastSeenAtDesc(userName).stream()
                .filter(session -> isLive(session, now))
                .toList();
    }

    /// Ends one session of an account.
    ///
    /// @return whether there was one
    public boolean end(String userName, String sessionId, String reason) {
        return sessions.findByPublicId(sessionId)
                .filter(session -> session.userName().equals(userName))
                .map(session -> {
                    end(session, reason);
                    return true;
                })
                .orElse(false);
    }

    /// Ends all sessions of an account but one (an empty id keeps none).
    public void endAll(String userName, String exceptSessionId, String reason) {
        sessions.findByUserNameOrderByLastSeenAtDesc(userName).stream()
                .filter(session -> !session.publicId().equals(exceptSessionId))
                .forEach(session -> end(session, reason));
    }

    /// Ends what a changed account may not keep: everything when it was disabled, or when others
    /// removed its factors, since what was lost may be in a stranger's hands. After a changed
    /// password the one who changed it has a new session already; see [SignIn].
    @EventListener
    void changed(AccountChanged change) {
        recent.forgetUser(change.userName());
        switch (change.kind()) {
            case DISABLED, PASSWORD, FACTORS -> endAll(change.userName(), "", "account_changed");
            case ROLE ->
                    events.publishEvent(new StreamsEnded(change.userName(), "account_changed"));
        }
    }

    private void end(UserSession session, String reason) {
        recent.forgetSession(session.publicId());
        sessions.delete(session);
        events.publishEvent(new SessionEnded(session.publicId(), session.userName(), reason));
    }

    private void sweep(Instant now) {
        sessions.findByLastSeenAtBefore(now.minus(idleTimeout))
                .forEach(session -> end(session, "session_expired"));
        sessions.findByCreatedAtBefore(now.minus(sessionTimeout))
                .forEach(session -> end(session, "session_expired"));
    }

    /// A time that lies ahead means that the machine's clock was set back while we were not
    /// running: not trusted.
    private boolean isLive(UserSession session, Instant now) {
        Instant limit = now.plus(CLOCK_SLACK);
        return now.isBefore(session.lastSeenAt().plus(idleTimeout))
                && now.isBefore(session.createdAt().plus(sessionTimeout))
                && limit.isAfter(session.lastSeenAt())
                && limit.isAfter(session.createdAt());
    }

    private void touch(UserSession session, Instant now) {
        if (now.isBefore(session.lastSeenAt().plus(TOUCH_EVERY))) {
            return;
        }
        try {
            sessions.touch(session.id() == null ? -1 : session.id(), now);
        } catch (DataAccessException e) {
            // Looking must go on when the store cannot be written; the session ends a little early
            // at worst.
            LOG.warn("the use of a session could not be noted: {}", e.toString());
        }
    }

    /// The account has a second factor and the session did not prove one. Judged anew each time, so
    /// that adding a factor counts for sessions that are open already.
    boolean isFactorMissing(UserSession session) {
        return lacksSecond(session.provedFactors()) && factors.isEnrolled(session.userName());
    }

    /// The role must have a second factor and the account has none.
    private boolean isFactorDue(AppUser user) {
        return required.of(user.role()) && !factors.isEnrolled(user.userName());
    }

    private static boolean lacksSecond(Set<Factor> proved) {
        return Collections.disjoint(proved, Factor.SECOND);
    }

    private static boolean isWaiting(Actor actor, Instant now) {
        return now.isBefore(actor.signedInAt().plus(FACTOR_WAIT));
    }

    private Actor actor(UserSession session, AppUser user, String remoteAddress, String requestId) {
        return new Actor(
                user.userName(),
                user.role(),
                session.publicId(),
                session.createdAt(),
                session.provedFactors(),
                isFactorMissing(session),
                isFactorDue(user),
                session.factorAt(),
                user.language(),
                remoteAddress,
                requestId);
    }

    private static String clean(String userAgent) {
        String plain = userAgent.replaceAll("[^\\x20-\\x7e]", "?");
        return plain.length() > MAX_AGENT_LENGTH ? plain.substring(0, MAX_AGENT_LENGTH) : plain;
    }
}
