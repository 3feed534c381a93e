package dev.procdeck.server.users;

import java.time.Instant;
import java.util.Optional;
import org.springframework.data.jdbc.repository.query.Modifying;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.ListCrudRepository;

/// The one-time codes' rows.
interface AccountTicketRepository extends ListCrudRepository<AccountTicket, Long> {
    Optional<AccountTicket> findByCodeHash(String codeHash);

    /// Uses a code up: of two requests with the same code only one is told 1.
    @Modifying
    @Query("delete from account_ticket where code_hash = :codeHash")
    int take(String codeHash);

    @Modifying
    @Query("delete from account_ticket where user_name = :userName or expires_at < :now")
    int clear(String userName, Instant now);
}
