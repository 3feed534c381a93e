package dev.procdeck.server.users;

import dev.procdeck.server.security.Role;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/// An account, as a row. Accounts are disabled, never deleted: the operation log points at them.
/// Immutable.
///
/// @param userKey the name in lower case; unique, so that two names never differ by case alone
/// @param passwordHash Argon2id in its own text form; null when nobody can sign in
/// @param reserved a row that stands for nobody: `anonymous` and `system` own log rows no account
///   caused
@Table("app_user")
public record AppUser(
        @Id @Nullable Long id,
        String userName,
        String userKey,
        Role role,
        @Nullable String passwordHash,
        boolean disabled,
        boolean reserved,
        Instant createdAt,
        @Nullable Instant lastSignInAt,
        @Nullable Instant passwordChangedAt,
        @Nullable String language) {
    /// Whether somebody may sign in with it.
    public boolean isActive() {
        return !disabled && !reserved && passwordHash != null;
    }

    AppUser withRole(Role newRole) {
        return new AppUser(
                id,
                userName,
                userKey,
                newRole,
                passwordHash,
                disabled,
                reserved,
                createdAt,
                lastSignInAt,
                passwordChangedAt,
                language);
    }

    AppUser withDisabled(boolean nowDisabled) {
        return new AppUser(
                id,
                userName,
                userKey,
                role,
                passwordHash,
                nowDisabled,
                reserved,
                createdAt,
                lastSignInAt,
                passwordChangedAt,
                language);
    }

    AppUser withPasswordHash(String newHash, Instant changedAt) {
        return new AppUser(
                id,
                userName,
                userKey,
                role,
                newHash,
                disabled,
                reserved,
                createdAt,
                lastSignInAt,
                changedAt,
                language);
    }

    AppUser withLastSignInAt(Instant time) {
        return new AppUser(
                id,
                userName,
                userKey,
                role,
                passwordHash,
                disabled,
                reserved,
                createdAt,
                time,
                passwordChangedAt,
                language);
    }
}
