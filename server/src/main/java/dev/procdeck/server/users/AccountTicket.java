package dev.procdeck.server.users;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/// A one-time code with which somebody chooses the password of an account, as a row. Immutable.
///
/// @param codeHash SHA-256 of the code; enough, since the code is 140 random bits
/// @param expiresAt of the steady clock
@Table("account_ticket")
record AccountTicket(
        @Id @Nullable Long id,
        String userName,
        String codeHash,
        String madeBy,
        Instant expiresAt) {}
