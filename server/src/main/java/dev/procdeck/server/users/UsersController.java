package dev.procdeck.server.users;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.procdeck.server.factors.Factors;
import dev.procdeck.server.http.ApiException;
import dev.procdeck.server.http.FieldProblem;
import dev.procdeck.server.http.Page;
import dev.procdeck.server.security.Actor;
import dev.procdeck.server.security.Gate;
import dev.procdeck.server.security.Right;
import dev.procdeck.server.security.Role;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/users`: accounts, for administrators.
@RestController
@RequestMapping("/api/v1/users")
public class UsersController {
    private final Users users;
    private final Accounts accounts;
    private final Factors factors;

    UsersController(Users users, Accounts accounts, Factors factors) {
        this.users = users;
        this.accounts = accounts;
        this.factors = factors;
    }

    /// An account as administrators see it.
    ///
    /// @param invited nobody has chosen its password yet
    /// @param secondFactor whether it has an authenticator app or a passkey
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record UserView(
            String userName,
            Role role,
            boolean disabled,
            boolean invited,
            boolean secondFactor,
            Instant createdAt,
            @Nullable Instant lastSignInAt) {
        static UserView of(AppUser user, boolean secondFactor) {
            return new UserView(
                    user.userName(),
                    user.role(),
                    user.disabled(),
                    user.passwordHash() == null,
                    secondFactor,
                    user.createdAt(),
                    user.lastSignInAt());
        }
    }

    /// What adding an account takes.
    ///
    /// @param password better left out: then its owner chooses it with a one-time code
    public record UserAddRequest(
            @Nullable String userName, @Nullable Role role, @Nullable String password) {}

    /// What may change; at least one of them.
    public record UserChangeRequest(@Nullable Role role, @Nullable Boolean disabled) {}

    /// What a reset takes.
    ///
    /// @param removeFactors whether the owner has lost every second factor too
    public record UserResetRequest(@Nullable Boolean removeFactors) {}

    /// An account that was added.
    ///
    /// @param ticket the one-time code for its owner, shown this once; absent when a password was
    ///   given
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record UserAdded(
            String userName,
            Role role,
            boolean disabled,
            boolean invited,
            boolean secondFactor,
            Instant createdAt,
            Tickets.@Nullable Ticket ticket) {
        static UserAdded of(AppUser user, Tickets.@Nullable Ticket ticket) {
            return new UserAdded(
                    user.userName(),
                    user.role(),
                    user.disabled(),
                    user.passwordHash() == null,
                    false,
                    user.createdAt(),
                    ticket);
        }
    }

    /// All accounts.
    @GetMapping
    @Gate(Right.USERS)
    public Page<UserView> listUsers() {
        List<UserView> all = users.list().stream().map(this::view).toList();
        return new Page<>(all.size(), all);
    }

    /// Adds an account.
    @PostMapping
    @Gate(value = Right.USERS, stepUp = true)
    @ResponseStatus(HttpStatus.CREATED)
    public UserAdded addUser(@RequestBody UserAddRequest body, Actor actor) {
        String userName = required("userName", body.userName());
        Role role = required("role", body.role());
        Author author = Author.of(actor);
        if (body.password() != null) {
            String password = required("password", body.password());
            return UserAdded.of(accounts.add(author, userName, role, password), null);
        }
        Accounts.Invited invited = accounts.invite(author, userName, role);
        return UserAdded.of(invited.user(), invited.ticket());
    }

    /// Changes the role, or disables or enables the account.
    @PatchMapping("/{userName}")
    @Gate(value = Right.USERS, stepUp = true)
    public UserView changeUser(
            @PathVariable String userName, @RequestBody UserChangeRequest body, Actor actor) {
        AppUser user = users.require(userName);
        if (body.role() == null && body.disabled() == null) {
            throw ApiException.invalid(FieldProblem.of("role", "required"));
        }
        if (body.role() != null) {
            user = accounts.changeRole(Author.of(actor), user.userName(), body.role());
        }
        if (body.disabled() != null) {
            user = accounts.setDisabled(Author.of(actor), user.userName(), body.disabled());
        }
        return view(user);
    }

    /// Makes a one-time code with which the account's owner chooses a new password.
    @PostMapping("/{userName}/reset")
    @Gate(value = Right.USERS, stepUp = true)
    public Tickets.Ticket resetUser(
            @PathVariable String userName, @RequestBody UserResetRequest body, Actor actor) {
        return accounts.reset(
                Author.of(actor),
                users.require(userName).userName(),
                Boolean.TRUE.equals(body.removeFactors()));
    }

    private UserView view(AppUser user) {
        return UserView.of(user, factors.isEnrolled(user.userName()));
    }

    private static String required(String field, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw ApiException.invalid(FieldProblem.of(field, "required"));
        }
        return value;
    }

    private static Role required(String field, @Nullable Role value) {
        if (value == null) {
            throw ApiException.invalid(FieldProblem.of(field, "required"));
        }
        return value;
    }
}
