package dev.procdeck.server.users;

import dev.procdeck.server.factors.Factors;
import dev.procdeck.server.http.ApiException;
import dev.procdeck.server.operations.Intent;
import dev.procdeck.server.operations.OperationLog;
import dev.procdeck.server.operations.OperationReader;
import dev.procdeck.server.operations.Outcome;
import dev.procdeck.server.operations.Refusals;
import dev.procdeck.server.operations.RetStatus;
import dev.procdeck.server.security.Role;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Changes accounts on somebody's behalf: each change and its row in the operation log are one
/// transaction, and a change that the rules forbid is a row too. Thread-safe.
@Service
public class Accounts {
    private final Users users;
    private final Tickets tickets;
    private final Factors factors;
    private final OperationLog log;
    private final Refusals refusals;
    private final OperationReader operations;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;

    Accounts(
            Users users,
            Tickets tickets,
            Factors factors,
            OperationLog log,
            Refusals refusals,
            OperationReader operations,
            ApplicationEventPublisher events,
            PlatformTransactionManager transactions) {
        this.users = users;
        this.tickets = tickets;
        this.factors = factors;
        this.log = log;
        this.refusals = refusals;
        this.operations = operations;
        this.events = events;
        this.transaction = new TransactionTemplate(transactions);
    }

    /// Adds an account; what was logged before it existed counts as seen by it.
    public AppUser add(Author author, String userName, Role role, String password) {
        Users.NewAccount account = users.prepare(userName, role, password);
        return change(
                author,
                "user_add",
                userName,
                Outcome.of("user_added", Map.of("role", role.word())),
                () -> {
                    AppUser added = users.add(account);
                    operations.markAllSeen(added.userName());
                    return added;
                });
    }

    /// Adds an account whose owner chooses the password with a one-time code.
    public Invited invite(Author author, String userName, Role role) {
        Users.NewAccount account = users.prepareInvited(userName, role);
        return change(
                author,
                "user_add",
                userName,
                Outcome.of("user_invited", Map.of("role", role.word())),
                () -> {
                    AppUser added = users.add(account);
                    operations.markAllSeen(added.userName());
                    return new Invited(added, tickets.issue(author, added.userName()));
                });
    }

    /// An account and the code that its owner needs.
    public record Invited(AppUser user, Tickets.Ticket ticket) {}

    /// Makes a one-time code with which the account's owner chooses a new password. The present one
    /// counts until then.
    ///
    /// @param removeFactors whether second factors and recovery codes are removed, and sessions
    ///   ended: all are lost
    public Tickets.Ticket reset(Author author, String userName, boolean removeFactors) {
        Tickets.Ticket ticket =
                change(
                        author,
                        "user_reset",
                        userName,
                        Outcome.of(removeFactors ? "reset_with_factors" : "reset_offered"),
                        () -> {
                            notOneself(author, userName);
                            AppUser user = users.require(userName);
                            if (removeFactors) {
                                factors.removeAll(user.userName());
                            }
                            return tickets.issue(author, user.userName());
                        });
        if (removeFactors) {
            tellFactorsRemoved(users.require(userName));
        }
        return ticket;
    }

    /// Removes all second factors of an account, and ends its sessions.
    public AppUser removeFactors(Author author, String userName) {
        AppUser changed =
                change(
                        author,
                        "factor_remove",
                        userName,
                        Outcome.of("factors_removed"),
                        () -> {
                            AppUser user = users.require(userName);
                            factors.removeAll(user.userName());
                            return user;
                        });
        tellFactorsRemoved(changed);
        return changed;
    }

    private void tellFactorsRemoved(AppUser user) {
        events.publishEvent(new AccountChanged(user.userName(), AccountChanged.Kind.FACTORS));
    }

    /// Changes the role of somebody else.
    public AppUser changeRole(Author author, String userName, Role role) {
        AppUser changed =
                change(
                        author,
                        "user_role",
                        userName,
                        Outcome.of("role_changed", Map.of("role", role.word())),
                        () -> {
                            notOneself(author, userName);
                            return users.changeRole(userName, role);
                        });
        events.publishEvent(new AccountChanged(changed.userName(), AccountChanged.Kind.ROLE));
        return changed;
    }

    /// Disables or enables somebody else's account.
    public AppUser setDisabled(Author author, String userName, boolean disabled) {
        AppUser changed =
                change(
                        author,
                        disabled ? "user_disable" : "user_enable",
                        userName,
                        Outcome.of(disabled ? "user_disabled" : "user_enabled"),
                        () -> {
                            notOneself(author, userName);
                            return users.setDisabled(userName, disabled);
                        });
        if (disabled) {
            events.publishEvent(
                    new AccountChanged(changed.userName(), AccountChanged.Kind.DISABLED));
        }
        return changed;
    }

    /// Sets a password and ends the account's sessions.
    ///
    /// @param field the request's field, for the problem
    public AppUser setPassword(Author author, String userName, String field, String password) {
        AppUser changed = setPasswordQuietly(author, userName, field, password);
        events.publishEvent(new AccountChanged(changed.userName(), AccountChanged.Kind.PASSWORD));
        return changed;
    }

    /// Sets a password and leaves the account's sessions alone.
    public AppUser setPasswordQuietly(
            Author author, String userName, String field, String password) {
        String hash = users.prepare(users.require(userName), field, password);
        return change(
                author,
                "user_password",
                userName,
                Outcome.of("password_changed"),
                () -> users.setPassword(userName, hash));
    }

    private <T> T change(
            Author author, String operation, String userName, Outcome outcome, Supplier<T> work) {
        Intent intent = author.intent(operation, userName, "account");
        try {
            T changed =
                    transaction.execute(status -> {
                        T user = work.get();
                        log.note(intent, RetStatus.SUCCEEDED, outcome);
                        return user;
                    });
            if (changed == null) {
                throw new IllegalStateException("a transaction gave nothing back");
            }
            return changed;
        } catch (ApiException e) {
            throw e.status().is4xxClientError() ? refusals.refuse(intent, e) : e;
        }
    }

    private static void notOneself(Author author, String userName) {
        if (UserName.key(author.userName()).equals(UserName.key(userName))) {
            throw ApiException.of(HttpStatus.CONFLICT, "own_account");
        }
    }
}
