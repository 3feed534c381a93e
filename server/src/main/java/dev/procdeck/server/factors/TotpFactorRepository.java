package dev.procdeck.server.factors;

import java.util.Optional;
import org.springframework.data.jdbc.repository.query.Modifying;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.ListCrudRepository;

/// The authenticator apps' rows.
interface TotpFactorRepository extends ListCrudRepository<TotpFactor, Long> {
    Optional<TotpFactor> findByUserName(String userName);

    boolean existsByUserName(String userName);

    /// Takes a step, once: of two requests with the same code only one is told 1.
    @Modifying
    @Query(
            "update totp_factor set last_step = :step where user_name = :userName and last_step < :step")
    int take(String userName, long step);

    @Modifying
    @Query("delete from totp_factor where user_name = :userName")
    int remove(String userName);
}
