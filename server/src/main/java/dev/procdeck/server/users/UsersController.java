package dev.procdeck.server.users;

import com.fasterxml.jackson.annotation.JsonInclude;
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

    UsersController(Users users, Accounts accounts) {
        this.users = users;
        this.accounts = accounts;
    }

    /// An account as administrators see it.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record UserView(
            String userName,
            Role role,
            boolean disabled,
            Instant createdAt,
            @Nullable Instant lastSignInAt) {
        static UserView of(AppUser user) {
            return new UserView(
                    user.userName(),
                    user.role(),
                    user.disabled(),
                    user.createdAt(),
                    user.lastSignInAt());
        }
    }

    /// What adding an account takes.
    public record UserAddRequest(
            @Nullable String userName, @Nullable Role role, @Nullable String password) {}

    /// What may change; at least one of them.
    public record UserChangeRequest(@Nullable Role role, @Nullable Boolean disabled) {}

    /// What a new password takes.
    public record UserPasswordRequest(@Nullable String password) {}

    /// All accounts.
    @GetMapping
    @Gate(Right.USERS)
    public Page<UserView> listUsers() {
        List<UserView> all = users.list().stream().map(UserView::of).toList();
        return new Page<>(all.size(), all);
    }

    /// Adds an account.
    @PostMapping
    @Gate(value = Right.USERS, stepUp = true)
    @ResponseStatus(HttpStatus.CREATED)
    public UserView addUser(@RequestBody UserAddRequest body, Actor actor) {
        String userName = required("userName", body.userName());
        Role role = required("role", body.role());
        String password = required("password", body.password());
        return UserView.of(accounts.add(Author.of(actor), userName, role, password));
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
        return UserView.of(user);
    }

    /// Sets a new password and ends the account's sessions.
    @PostMapping("/{userName}/password")
    @Gate(value = Right.USERS, stepUp = true)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    public void setUserPassword(
            @PathVariable String userName, @RequestBody UserPasswordRequest body, Actor actor) {
        AppUser user = users.require(userName);
        accounts.setPassword(
                Author.of(actor),
                user.userName(),
                "password",
                required("password", body.password()));
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
