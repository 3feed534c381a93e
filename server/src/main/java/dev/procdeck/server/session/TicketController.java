package dev.procdeck.server.session;

import dev.procdeck.server.http.ApiException;
import dev.procdeck.server.http.FieldProblem;
import dev.procdeck.server.http.RequestId;
import dev.procdeck.server.operations.Intent;
import dev.procdeck.server.operations.LogType;
import dev.procdeck.server.operations.OperationLog;
import dev.procdeck.server.operations.Outcome;
import dev.procdeck.server.operations.RetStatus;
import dev.procdeck.server.security.Factor;
import dev.procdeck.server.security.Gate;
import dev.procdeck.server.users.AppUser;
import dev.procdeck.server.users.Tickets;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/session/ticket`: a new password for the one-time code of an invitation or a reset.
@RestController
public class TicketController {
    private final Tickets tickets;
    private final SignInThrottle throttle;
    private final Entrance entrance;
    private final SessionViews views;
    private final OperationLog log;

    TicketController(
            Tickets tickets,
            SignInThrottle throttle,
            Entrance entrance,
            SessionViews views,
            OperationLog log) {
        this.tickets = tickets;
        this.throttle = throttle;
        this.entrance = entrance;
        this.views = views;
        this.log = log;
    }

    /// What choosing a password takes.
    public record TicketRequest(@Nullable String code, @Nullable String password) {}

    /// Sets the password and signs in; a second factor is asked for as always.
    @PostMapping("/api/v1/session/ticket")
    @Gate(open = true)
    public SessionView redeemTicket(
            @RequestBody TicketRequest body,
            HttpServletRequest request,
            HttpServletResponse response) {
        String code = required("code", body.code());
        String password = required("password", body.password());
        SignInThrottle.Attempt attempt = throttle.admitAddress(request.getRemoteAddr());
        AppUser user;
        try {
            user = tickets.redeem(code, password, request.getRemoteAddr(), RequestId.of(request));
        } catch (ApiException e) {
            if (e.status() == HttpStatus.FORBIDDEN) {
                throttle.failed(attempt);
                note(e.code(), request);
            }
            throw e;
        }
        return views.of(entrance.open(user, Set.of(Factor.PASSWORD), request, response));
    }

    private void note(String why, HttpServletRequest request) {
        Intent intent =
                Intent.ofAnonymous(
                        LogType.ACCOUNT,
                        "ticket_redeem",
                        request.getRemoteAddr(),
                        "",
                        "account",
                        "ticket_redeem",
                        RequestId.of(request));
        log.note(intent, RetStatus.REFUSED, Outcome.of(why));
    }

    private static String required(String field, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw ApiException.invalid(FieldProblem.of(field, "required"));
        }
        return value;
    }
}
