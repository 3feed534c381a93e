package dev.procdeck.server.users;

import dev.procdeck.server.http.ApiException;
import dev.procdeck.server.http.FieldProblem;
import dev.procdeck.server.security.Role;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The accounts and their rules. It knows nothing of sessions or the log: the routes and commands
/// around it do. Thread-safe.
@Service
public class Users {
    private final AppUserRepository users;
    private final PasswordHasher hasher;
    private final PasswordRules rules;
    private final Clock clock;

    Users(AppUserRepository users, PasswordHasher hasher, PasswordRules rules, Clock clock) {
        this.users = users;
        this.hasher = hasher;
        this.rules = rules;
        this.clock = clock;
    }

    /// The account of this name, in any case.
    public Optional<AppUser> find(String userName) {
        return UserName.check(userName).isPresent()
                ? Optional.empty()
                : users.findByUserKey(UserName.key(userName)).filter(user -> !user.reserved());
    }

    /// The account of this name, or 404 `no_such_user`.
    public AppUser require(String userName) {
        return find(userName)
                .orElseThrow(() -> ApiException.of(HttpStatus.NOT_FOUND, "no_such_user"));
    }

    /// All accounts by name.
    public List<AppUser> list() {
        return users.findByReservedFalseOrderByUserKey();
    }

    /// Whether nobody can sign in yet.
    public boolean isEmpty() {
        return users.countByReservedFalse() == 0;
    }

    /// Checks a new account's name and password and hashes the password. Slow on purpose, so it is
    /// done before any transaction holds the database.
    ///
    /// @throws ApiException 400 for a bad name or password
    public NewAccount prepare(String userName, Role role, String password) {
        checkName(userName);
        checkPassword("password", password, userName);
        return new NewAccount(userName, role, hasher.hash(PasswordRules.normalize(password)));
    }

    /// Checks the name of a new account whose owner will choose the password.
    ///
    /// @throws ApiException 400 for a bad name
    public NewAccount prepareInvited(String userName, Role role) {
        checkName(userName);
        return new NewAccount(userName, role, null);
    }

    /// An account that may be added.
    ///
    /// @param passwordHash null when its owner chooses the password later
    public record NewAccount(String userName, Role role, @Nullable String passwordHash) {}

    /// Adds an account.
    ///
    /// @throws ApiException 409 `user_exists`
    public AppUser add(NewAccount account) {
        String key = UserName.key(account.userName());
        if (users.findByUserKey(key).isPresent()) {
            throw ApiException.of(HttpStatus.CONFLICT, "user_exists");
        }
        Instant now = clock.instant();
        try {
            return users.save(
                    new AppUser(
                            null,
                            account.userName(),
                            key,
                            account.role(),
                            account.passwordHash(),
                            false,
                            false,
                            now,
                            null,
                            now,
                            null));
        } catch (DuplicateKeyException e) {
            throw ApiException.of(HttpStatus.CONFLICT, "user_exists");
        }
    }

    /// Adds the first account, or nothing when there is one already.
    @Transactional
    public Optional<AppUser> addFirst(NewAccount account) {
        return isEmpty() ? Optional.of(add(account)) : Optional.empty();
    }

    /// Changes the role.
    ///
    /// @throws ApiException 409 `last_admin` when nobody could administrate afterwards
    @Transactional
    public AppUser changeRole(String userName, Role role) {
        AppUser user = require(userName);
        if (role != Role.ADMIN) {
            keepAnAdmin(user);
        }
        return users.save(user.withRole(role));
    }

    /// Disables or enables the account.
    ///
    /// @throws ApiException 409 `last_admin` when nobody could administrate afterwards
    @Transactional
    public AppUser setDisabled(String userName, boolean disabled) {
        AppUser user = require(userName);
        if (disabled) {
            keepAnAdmin(user);
        }
        return users.save(user.withDisabled(disabled));
    }

    /// Checks and hashes a new password for an account; see [#setPassword].
    ///
    /// @param field the request's field, for the problem
    public String prepare(AppUser user, String field, String password) {
        checkPassword(field, password, user.userName());
        return hasher.hash(PasswordRules.normalize(password));
    }

    /// Sets a new password by its hash.
    @Transactional
    public AppUser setPassword(String userName, String passwordHash) {
        return users.save(require(userName).withPasswordHash(passwordHash, clock.instant()));
    }

    /// The account, if the password is its and it may sign in. Costs the same whether the account
    /// exists or not. A hash made with weaker parameters is replaced.
    public Optional<AppUser> prove(String userName, String password) {
        AppUser user = find(userName).orElse(null);
        String hash = user == null ? null : user.passwordHash();
        String normal = PasswordRules.normalize(password);
        if (!hasher.matches(normal, hash) || user == null || hash == null || !user.isActive()) {
            return Optional.empty();
        }
        return Optional.of(
                hasher.isOutdated(hash)
                        ? users.save(user.withPasswordHash(hasher.hash(normal), clock.instant()))
                        : user);
    }

    /// Notes that the account signed in now.
    public AppUser noteSignIn(AppUser user) {
        return users.save(user.withLastSignInAt(clock.instant()));
    }

    private void keepAnAdmin(AppUser user) {
        if (user.role() == Role.ADMIN
                && user.isActive()
                && users.countByReservedFalseAndDisabledFalseAndPasswordHashIsNotNullAndRole(
                                Role.ADMIN)
                        <= 1) {
            throw ApiException.of(HttpStatus.CONFLICT, "last_admin");
        }
    }

    private static void checkName(String userName) {
        UserName.check(userName)
                .ifPresent((FieldProblem problem) -> {
                    throw ApiException.invalid(problem);
                });
    }

    private void checkPassword(String field, String password, String userName) {
        rules.check(field, password, userName)
                .ifPresent((FieldProblem problem) -> {
                    throw ApiException.invalid(problem);
                });
    }
}
