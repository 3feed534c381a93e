package dev.procdeck.server.setup;

import dev.procdeck.server.http.ApiException;
import dev.procdeck.server.http.FieldProblem;
import dev.procdeck.server.http.RequestId;
import dev.procdeck.server.operations.Intent;
import dev.procdeck.server.operations.LogType;
import dev.procdeck.server.operations.OperationLog;
import dev.procdeck.server.operations.Outcome;
import dev.procdeck.server.operations.RetStatus;
import dev.procdeck.server.security.Actor;
import dev.procdeck.server.security.Factor;
import dev.procdeck.server.security.Gate;
import dev.procdeck.server.security.Role;
import dev.procdeck.server.session.Entrance;
import dev.procdeck.server.session.SessionView;
import dev.procdeck.server.session.SessionViews;
import dev.procdeck.server.users.AppUser;
import dev.procdeck.server.users.Users;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/setup`: makes the first administrator, once, with the code that the start printed.
@RestController
public class SetupController {
    private final SetupCode code;
    private final Users users;
    private final Entrance entrance;
    private final SessionViews views;
    private final OperationLog log;

    SetupController(
            SetupCode code, Users users, Entrance entrance, SessionViews views, OperationLog log) {
        this.code = code;
        this.users = users;
        this.entrance = entrance;
        this.views = views;
        this.log = log;
    }

    /// What set-up takes.
    public record SetupRequest(
            @Nullable String code, @Nullable String userName, @Nullable String password) {}

    /// Makes the first administrator and signs in.
    @PostMapping("/api/v1/setup")
    @Gate(open = true)
    public SessionView setUp(
            @RequestBody SetupRequest body,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (!users.isEmpty()) {
            throw ApiException.notFound();
        }
        String candidate = required("code", body.code());
        String userName = required("userName", body.userName());
        String password = required("password", body.password());
        switch (code.judge(candidate)) {
            case RIGHT -> {}
            case WRONG -> throw refused("setup_code_wrong", request);
            case EXPIRED -> throw refused("setup_code_expired", request);
        }
        AppUser first =
                users.addFirst(users.prepare(userName, Role.ADMIN, password))
                        .orElseThrow(ApiException::notFound);
        code.close();
        Actor actor = entrance.open(first, Set.of(Factor.PASSWORD), request, response);
        log.note(
                Intent.of(actor, LogType.ACCOUNT, "setup", first.userName(), "account", "setup"),
                RetStatus.SUCCEEDED,
                Outcome.of("user_added", Map.of("role", first.role().word())));
        return views.of(actor);
    }

    private ApiException refused(String why, HttpServletRequest request) {
        Intent intent =
                Intent.ofAnonymous(
                        LogType.ACCOUNT,
                        "setup",
                        request.getRemoteAddr(),
                        "",
                        "account",
                        "setup",
                        RequestId.of(request));
        log.note(intent, RetStatus.REFUSED, Outcome.of(why));
        return ApiException.of(HttpStatus.FORBIDDEN, why);
    }

    private static String required(String field, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw ApiException.invalid(FieldProblem.of(field, "required"));
        }
        return value;
    }
}
