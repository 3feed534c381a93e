package dev.procdeck.server.users;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.procdeck.server.http.ApiException;
import dev.procdeck.server.operations.Intent;
import dev.procdeck.server.operations.OperationLog;
import dev.procdeck.server.operations.Outcome;
import dev.procdeck.server.operations.RetStatus;
import dev.procdeck.server.security.Secrets;
import dev.procdeck.server.time.SteadyClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// One-time codes: an administrator hands one out, its owner chooses the password with it. So
/// nobody ever chooses or sees the password of somebody else (A10). Only hashes are kept.
/// Thread-safe.
@Service
public class Tickets {
    private static final Duration LIFETIME = Duration.ofHours(24);
    private static final int LETTERS = 28;

    private final AccountTicketRepository tickets;
    private final Users users;
    private final OperationLog log;
    private final SteadyClock clock;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;

    Tickets(
            AccountTicketRepository tickets,
            Users users,
            OperationLog log,
            SteadyClock clock,
            ApplicationEventPublisher events,
            PlatformTransactionManager transactions) {
        this.tickets = tickets;
        this.users = users;
        this.log = log;
        this.clock = clock;
        this.events = events;
        this.transaction = new TransactionTemplate(transactions);
    }

    /// A code as it is shown, once.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Ticket(String code, Instant expiresAt) {}

    /// Makes a code for an account, in place of an older one. Part of the caller's transaction.
    Ticket issue(Author author, String userName) {
        Instant now = clock.instant();
        String code = Secrets.code(LETTERS);
        Instant expiresAt = now.plus(LIFETIME);
        tickets.clear(userName, now);
        tickets.save(new AccountTicket(null, userName, hash(code), author.userName(), expiresAt));
        return new Ticket(code, expiresAt);
    }

    /// Sets the password that the code's owner has chosen, and uses the code up; all sessions of
    /// the account end. A password that is not taken leaves the code as it is.
    ///
    /// @throws ApiException 403 `ticket_wrong` or `ticket_expired`, 400 for a bad password
    public AppUser redeem(String code, String password, String remoteAddress, String requestId) {
        String hash = hash(code);
        AccountTicket ticket = tickets.findByCodeHash(hash).orElseThrow(Tickets::wrong);
        AppUser user =
                users.find(ticket.userName())
                        .filter(found -> !found.disabled())
                        .orElseThrow(Tickets::wrong);
        if (!clock.instant().isBefore(ticket.expiresAt())) {
            throw ApiException.of(HttpStatus.FORBIDDEN, "ticket_expired");
        }
        String passwordHash = users.prepare(user, "password", password);
        Intent intent =
                Intent.ofAccount(
                        "ticket_redeem",
                        user.userName(),
                        user.role(),
                        remoteAddress,
                        user.userName(),
                        "account",
                        requestId,
                        null);
        AppUser changed =
                transaction.execute(status -> {
                    if (tickets.take(hash) == 0) {
                        throw wrong();
                    }
                    AppUser done = users.setPassword(user.userName(), passwordHash);
                    log.note(
                            intent,
                            RetStatus.SUCCEEDED,
                            Outcome.of("password_chosen", Map.of("by", ticket.madeBy())));
                    return done;
                });
        if (changed == null) {
            throw new IllegalStateException("a transaction gave nothing back");
        }
        events.publishEvent(new AccountChanged(changed.userName(), AccountChanged.Kind.PASSWORD));
        return changed;
    }

    private static ApiException wrong() {
        return ApiException.of(HttpStatus.FORBIDDEN, "ticket_wrong");
    }

    private static String hash(String code) {
        return Secrets.sha256("ticket " + Secrets.plainCode(code));
    }
}
